import type { Twin } from '@parley/client/index'
import { useLocation } from 'wouter'
import { idIn } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { say } from '../../ui/toasts.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Form } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { AssignTwin } from './assign-twin.tsx'
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
  const { overtaken } = useTexts(uiTexts)
  const { written: draft, changed, isChanged, isOvertaken, write, setSaved } = useDraft(draftOf(twin))
  const { problems, isBusy, submit } = useForm(fieldNames)
  const [, navigate] = useLocation()
  const home = `/${idIn('twin', twin.id)}`
  const mayChange = isAdmin || twin.created_by === me.uuid
  const save = async () => {
    const isSaved = await submit(async () => {
      if (isChanged) await parley.twins.update({ id: twin.id, ...changesOf(draft, changed) })
    })
    // What is wrong with it is said where it is.
    if (!isSaved) return navigate(home)
    setSaved()
    say(texts.saved)
    await refresh(['twins'])
  }
  return (
    <Page
      title={twin.name}
      about={mayChange ? undefined : texts.mayNotChange}
      back={{ href: '/', label: texts.title }}
      actions={<AssignTwin twin={twin} />}
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
                aside={isChanged && <span className={styles.state}>{isOvertaken ? overtaken : texts.unsaved}</span>}
                onSubmit={() => void save()}
              >
                {tab === 'tools' ? (
                  <TwinTools twinId={twin.id} chosen={draft.tools} onChange={(tools) => write({ tools })} />
                ) : (
                  <TwinFields draft={draft} problems={problems} isBuiltIn={twin.is_built_in} onChange={write} />
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
