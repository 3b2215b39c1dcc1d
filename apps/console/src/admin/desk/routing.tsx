import type { DeskWorkspace } from '@parley/client/index'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { Form } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page, Section } from '../parts/page.tsx'
import { AgentTable } from './agent-table.tsx'
import styles from './desk.module.css'
import { settingsOf, useChangeDesk, useDeskWorkspace } from './settings.ts'
import { Targets } from './targets.tsx'
import { deskSettingsTexts } from './texts/index.ts'

const modes = ['off', 'roundRobin', 'leastBusy'] as const
const usualCapacity = 5

/** Who gets a conversation, and how soon it should be answered. */
export default function Routing() {
  const { routing: texts } = useTexts(deskSettingsTexts)
  const desk = useDeskWorkspace()
  return (
    <Page title={texts.title} about={texts.about}>
      <Loaded of={desk}>
        {(shown) => (
          <>
            <Assignment desk={shown} />
            <Section title={texts.agents} about={texts.agentsAbout}>
              <AgentTable capacity={settingsOf(shown).routing?.capacity ?? usualCapacity} />
            </Section>
            <Targets desk={shown} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Assignment({ desk }: { desk: DeskWorkspace }) {
  const { routing: texts, saved } = useTexts(deskSettingsTexts)
  const change = useChangeDesk()
  const { problems, isBusy, submit } = useForm(['settings.routing.capacity'])
  const given = settingsOf(desk).routing
  const [mode, setMode] = useState(given?.mode ?? 'off')
  const save = async (form: FormData) => {
    const capacity = form.has('capacity') ? { capacity: Number(form.get('capacity')) } : {}
    if (await submit(() => change({ settings: { routing: { mode, ...capacity } } }))) say(saved)
  }
  return (
    <Section title={texts.assignment} about={texts.assignmentAbout}>
      <Form problem={problems.whole} isBusy={isBusy} onSubmit={(form) => void save(form)}>
        <fieldset className={styles.modes} aria-label={texts.assignment}>
          {modes.map((each) => (
            <label key={each} className={styles.mode}>
              <input type="radio" name="mode" checked={mode === each} onChange={() => setMode(each)} />
              <span>
                {texts.modes[each]}
                <br />
                <span className={styles.hint}>{texts.modeHints[each]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {mode !== 'off' && (
          <TextField
            label={texts.capacity}
            hint={texts.capacityHint}
            name="capacity"
            type="number"
            min={1}
            max={100}
            required
            defaultValue={given?.capacity ?? usualCapacity}
            problem={problems.fields['settings.routing.capacity']}
          />
        )}
      </Form>
    </Section>
  )
}
