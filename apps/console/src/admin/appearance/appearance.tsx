import type { DeskWorkspace } from '@parley/client/index'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useForm } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { settingsOf, useChangeDesk, useDeskWorkspace } from '../desk/settings.ts'
import { Form } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import styles from './appearance.module.css'
import { Asks } from './asks.tsx'
import { type Draft, draftOf, settingsOfDraft } from './draft.ts'
import { Greetings } from './greetings.tsx'
import { LookFields } from './look-fields.tsx'
import { Preview } from './preview.tsx'
import { appearanceTexts } from './texts/index.ts'

/** How the widget looks, and what it asks and says by itself. */
export default function Appearance() {
  const texts = useTexts(appearanceTexts)
  const desk = useDeskWorkspace()
  return (
    <Page title={texts.title} about={texts.about} isWide>
      <Loaded of={desk}>{(shown) => <Editor desk={shown} />}</Loaded>
    </Page>
  )
}

const fieldNames = ['color', 'title', 'heading', 'introduction', 'logoUrl'] as const

function Editor({ desk }: { desk: DeskWorkspace }) {
  const texts = useTexts(appearanceTexts)
  const change = useChangeDesk()
  const { problems, isBusy, submit } = useForm(fieldNames.map((name) => `settings.widget.${name}`))
  const [draft, setDraft] = useState(() => draftOf(settingsOf(desk).widget))
  const set = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }))
  const save = async () => {
    if (await submit(() => change({ settings: { widget: settingsOfDraft(draft) } }))) say(texts.saved)
  }
  return (
    <div className={styles.sides}>
      <Form problem={problems.whole} isBusy={isBusy} onSubmit={() => void save()}>
        <LookFields draft={draft} problems={problems.fields} onChange={set} />
        <Asks asked={draft.asked} onChange={(asked) => set({ asked })} />
        <Greetings greetings={draft.greetings} onChange={(greetings) => set({ greetings })} />
      </Form>
      <Preview draft={draft} name={desk.companyName ?? desk.name} language={desk.language} />
    </div>
  )
}
