import type { Twin } from '@parley/client/index'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { idIn } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { useForm } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Form } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { DeleteTwin } from './delete-twin.tsx'
import { changesOf, draftOf } from './draft.ts'
import { twinsTexts } from './texts/index.ts'
import { Trial } from './trial.tsx'
import { fieldNames, TwinFields } from './twin-fields.tsx'
import { TwinTabs } from './twin-tabs.tsx'
import { TwinTools } from './twin-tools.tsx'
import styles from './twins.module.css'
import { Versions } from './versions.tsx'

/** One twin: what it is, its tools, and what it was, each at an address of its own, with a trial beside. */
export function TwinScreen({ id, tab }: { id: string; tab: string }) {
  const twin = useAsked(['twins', id], async ({ parley }) => (await parley.twins.get({ id })).data)
  return <Loaded of={twin}>{(shown) => <TwinEditor twin={shown} tab={tab} />}</Loaded>
}

function TwinEditor({ twin, tab }: { twin: Twin; tab: string }) {
  const texts = useTexts(twinsTexts)
  const { parley, me } = useStore()
  const { isAdmin } = useRole()
  const refresh = useRefresh()
  const [draft, setDraft] = useState(() => draftOf(twin))
  const [version, setVersion] = useState(twin.version)
  // A new version, wherever it was made, is what the form goes on with; the trial beside it stays.
  if (twin.version !== version) {
    setVersion(twin.version)
    setDraft(draftOf(twin))
  }
  const { problems, isBusy, submit } = useForm(fieldNames)
  const [, navigate] = useLocation()
  const home = `/${idIn('twin', twin.id)}`
  const change = (changes: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changes }))
  const mayChange = isAdmin || twin.created_by === me.uuid
  const changes = changesOf(draft, twin)
  const isChanged = Object.keys(changes).length > 0
  const save = async () => {
    const isSaved = await submit(async () => {
      if (isChanged) await parley.twins.update({ id: twin.id, ...changes })
    })
    // What is wrong with it is said where it is.
    if (!isSaved) return navigate(home)
    say(texts.saved)
    await refresh(['twins'])
  }
  return (
    <Page
      title={twin.name}
      about={mayChange ? undefined : texts.mayNotChange}
      back={{ href: '/', label: texts.title }}
      isWide
    >
      <TwinTabs home={home} tab={tab} withVersions />
      <div className={styles.editor}>
        <div className={styles.column}>
          {tab === 'versions' ? (
            <>
              <Versions twin={twin} mayRestore={mayChange} />
              {mayChange && !twin.is_built_in && <DeleteTwin twin={twin} />}
            </>
          ) : (
            <fieldset disabled={!mayChange}>
              <Form
                problem={problems.whole}
                isBusy={isBusy}
                aside={isChanged && <span className={styles.state}>{texts.unsaved}</span>}
                onSubmit={() => void save()}
              >
                {tab === 'tools' ? (
                  <TwinTools twinId={twin.id} chosen={draft.tools} onChange={(tools) => change({ tools })} />
                ) : (
                  <TwinFields draft={draft} problems={problems} isBuiltIn={twin.is_built_in} onChange={change} />
                )}
              </Form>
            </fieldset>
          )}
        </div>
        <Trial draft={draft} avatarUrl={twin.avatar_url} />
      </div>
    </Page>
  )
}
