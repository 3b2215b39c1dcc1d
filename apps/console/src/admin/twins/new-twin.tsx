import { useState } from 'react'
import { useLocation } from 'wouter'
import { idIn } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { useForm } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { useRefresh } from '../parts/asked.ts'
import { Form } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import { contentOf, emptyDraft } from './draft.ts'
import { twinsTexts } from './texts/index.ts'
import { Trial } from './trial.tsx'
import { fieldNames, TwinFields } from './twin-fields.tsx'
import { TwinTabs } from './twin-tabs.tsx'
import { TwinTools } from './twin-tools.tsx'
import styles from './twins.module.css'

/** A twin that is not there yet: it can be tried before it is saved. */
export function NewTwin({ tab }: { tab: string }) {
  const texts = useTexts(twinsTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const [, navigate] = useLocation()
  const [draft, setDraft] = useState(emptyDraft)
  const { problems, isBusy, submit } = useForm(fieldNames)
  const change = (changes: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changes }))
  const save = async () => {
    const isSaved = await submit(async () => {
      const { data } = await parley.twins.create(contentOf(draft))
      await refresh(['twins'])
      say(texts.created(data.name))
      navigate(`/${idIn('twin', data.id)}`, { replace: true })
    })
    // What is wrong with it is said where it is.
    if (!isSaved) navigate('/new')
  }
  return (
    <Page title={texts.create} about={texts.createAbout} back={{ href: '/', label: texts.title }} isWide>
      <TwinTabs home="/new" tab={tab} />
      <div className={styles.editor}>
        <Form problem={problems.whole} isBusy={isBusy} action={texts.create} onSubmit={() => void save()}>
          {tab === 'tools' ? (
            <TwinTools chosen={draft.tools} onChange={(tools) => change({ tools })} />
          ) : (
            <TwinFields draft={draft} problems={problems} isBuiltIn={false} onChange={change} />
          )}
        </Form>
        <Trial draft={draft} />
      </div>
    </Page>
  )
}
