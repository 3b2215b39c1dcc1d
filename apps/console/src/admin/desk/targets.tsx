import type { DeskWorkspace } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { Select } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { Form } from '../parts/form.tsx'
import { Section } from '../parts/page.tsx'
import { Table } from '../parts/table.tsx'
import styles from './desk.module.css'
import { settingsOf, useChangeDesk } from './settings.ts'
import { asDuration, minutesOf, type Unit, units } from './target-minutes.ts'
import { deskSettingsTexts } from './texts/index.ts'

const goals = ['firstResponse', 'resolution'] as const
const whose = ['URGENT', 'HIGH', 'MEDIUM', 'LOW', 'default'] as const
type Whose = (typeof whose)[number]

/** How soon conversations are to be answered and resolved, by priority. */
export function Targets({ desk }: { desk: DeskWorkspace }) {
  const { routing: texts, saved } = useTexts(deskSettingsTexts)
  const change = useChangeDesk()
  const { problems, isBusy, submit } = useForm([])
  const given = settingsOf(desk).sla
  const save = async (form: FormData) => {
    const targets = goals.map((goal) => [
      goal,
      Object.fromEntries(whose.map((each) => [each, minutesIn(form, goal, each)])),
    ])
    if (await submit(() => change({ settings: { sla: Object.fromEntries(targets) } }))) say(saved)
  }
  return (
    <Section title={texts.targets} about={texts.targetsAbout}>
      <Form problem={problems.whole} isBusy={isBusy} onSubmit={(form) => void save(form)}>
        <Table
          label={texts.targets}
          rows={whose}
          keyOf={(each) => each}
          columns={[
            { label: texts.priority, kind: 'main', cell: (each) => texts.priorities[each] },
            ...goals.map((goal) => ({
              label: texts[goal],
              cell: (each: Whose) => (
                <Target
                  name={`${goal}-${each}`}
                  what={texts[goal]}
                  priority={texts.priorities[each]}
                  minutes={given?.[goal]?.[each] ?? null}
                />
              ),
            })),
          ]}
        />
      </Form>
    </Section>
  )
}

function Target({
  name,
  what,
  priority,
  minutes,
}: {
  name: string
  what: string
  priority: string
  minutes: number | null
}) {
  const texts = useTexts(deskSettingsTexts).routing
  const { amount, unit } = asDuration(minutes)
  return (
    <div className={styles.target}>
      <input
        className={styles.amount}
        type="number"
        min={1}
        name={name}
        aria-label={texts.amountOf(what, priority)}
        defaultValue={amount}
      />
      <Select name={`${name}-unit`} aria-label={texts.unitOf(what, priority)} defaultValue={unit}>
        {(Object.keys(units) as Unit[]).map((each) => (
          <option key={each} value={each}>
            {texts.units[each]}
          </option>
        ))}
      </Select>
    </div>
  )
}

const minutesIn = (form: FormData, goal: string, each: string): number | null =>
  minutesOf(String(form.get(`${goal}-${each}`)), form.get(`${goal}-${each}-unit`) as Unit)
