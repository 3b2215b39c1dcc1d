import type { Twin } from '@parley/client/index'
import { useState } from 'react'
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
import { TwinTools } from './twin-tools.tsx'
import styles from './twins.module.css'
import { Versions } from './versions.tsx'

/** One twin: what it is, a trial of it beside, and what it was. */
export function TwinScreen({ id }: { id: string }) {
  const twin = useAsked(['twins', id], async ({ parley }) => (await parley.twins.get({ id })).data)
  return <Loaded of={twin}>{(shown) => <TwinEditor twin={shown} />}</Loaded>
}

function TwinEditor({ twin }: { twin: Twin }) {
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
  const change = (changes: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changes }))
  const mayChange = isAdmin || twin.created_by === me.uuid
  const changes = changesOf(draft, twin)
  const isChanged = Object.keys(changes).length > 0
  const save = async () => {
    const isSaved = await submit(async () => {
      if (isChanged) await parley.twins.update({ id: twin.id, ...changes })
    })
    if (!isSaved) return
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
      <div className={styles.editor}>
        <div className={styles.column}>
          <fieldset disabled={!mayChange}>
            <Form
              problem={problems.whole}
              isBusy={isBusy}
              aside={isChanged && <span className={styles.state}>{texts.unsaved}</span>}
              onSubmit={() => void save()}
            >
              <TwinFields draft={draft} problems={problems} isBuiltIn={twin.is_built_in} onChange={change} />
              <TwinTools twinId={twin.id} chosen={draft.tools} onChange={(tools) => change({ tools })} />
            </Form>
          </fieldset>
          <Versions twin={twin} mayRestore={mayChange} />
          {mayChange && !twin.is_built_in && <DeleteTwin twin={twin} />}
        </div>
        <Trial draft={draft} avatarUrl={twin.avatar_url} />
      </div>
    </Page>
  )
}
