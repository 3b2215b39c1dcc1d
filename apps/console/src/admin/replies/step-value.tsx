import type { ConversationAction } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { SelectField, TextArea } from '../../ui/field.tsx'
import { useAsked } from '../parts/asked.ts'
import { snoozes } from './steps.ts'
import { repliesTexts } from './texts/index.ts'

interface StepValueProps {
  action: ConversationAction
  problem: string | undefined
  onChange: (action: ConversationAction) => void
}

/** What a step is done with: a text, a label, for how long. */
export function StepValue({ action, problem, onChange }: StepValueProps) {
  const texts = useTexts(repliesTexts).macros
  const labels = useAsked(['agent labels'], async ({ parley }) => (await parley.agent.listLabels()).labels)
  const teams = useAsked(['agent teams'], async ({ parley }) => (await parley.agent.listTeams()).teams)
  const agents = useAsked(['fellow agents'], async ({ parley }) => (await parley.agent.listFellow()).agents)
  switch (action.type) {
    case 'reply':
    case 'note':
      return (
        <TextArea
          label={texts.text}
          required
          rows={3}
          maxLength={4_000}
          value={action.content}
          onChange={(event) => onChange({ ...action, content: event.currentTarget.value })}
          problem={problem}
        />
      )
    case 'addLabel':
    case 'removeLabel':
      return (
        <Choice
          label={texts.label}
          value={action.labelId}
          choices={labels.data}
          onChange={(labelId) => onChange({ ...action, labelId })}
        />
      )
    case 'assignTeam':
      return (
        <Choice
          label={texts.team}
          value={action.teamId}
          choices={teams.data}
          onChange={(teamId) => onChange({ ...action, teamId })}
        />
      )
    case 'assign':
      return (
        <Choice
          label={texts.agent}
          value={action.agentId ?? ''}
          choices={agents.data}
          nobody={texts.toSelf}
          onChange={(agentId) => onChange({ ...action, agentId: agentId || null })}
        />
      )
    case 'setPriority':
      return (
        <Choice
          label={texts.priority}
          value={action.priority ?? 'none'}
          choices={namesOf(texts.priorities)}
          onChange={(priority) =>
            onChange({ ...action, priority: priority === 'none' ? null : (priority as Priority) })
          }
        />
      )
    case 'snooze': {
      const names = Object.keys(snoozes) as (keyof typeof snoozes)[]
      const other = { id: String(action.minutes), name: String(action.minutes) }
      const known = names.find((name) => snoozes[name] === action.minutes)
      return (
        <Choice
          label={texts.snoozeFor}
          value={known ?? other.id}
          choices={[...namesOf(texts.snoozes), ...(known ? [] : [other])]}
          onChange={(chosen) => onChange({ ...action, minutes: snoozes[chosen as keyof typeof snoozes] })}
        />
      )
    }
    case 'resolve':
      return null
  }
}

type Priority = NonNullable<Extract<ConversationAction, { type: 'setPriority' }>['priority']>

const namesOf = (texts: Readonly<Record<string, string>>) => Object.entries(texts).map(([id, name]) => ({ id, name }))

interface ChoiceProps {
  label: string
  value: string
  /** Undefined until they are there. */
  choices: readonly { id: string; name: string }[] | undefined
  /** What the choice of none means; without it, one is to be chosen. */
  nobody?: string
  onChange: (id: string) => void
}

function Choice({ label, value, choices = [], nobody, onChange }: ChoiceProps) {
  const { gone } = useTexts(repliesTexts).macros
  // A macro is kept longer than what it names.
  const isGone = value !== '' && choices.length > 0 && choices.every(({ id }) => id !== value)
  return (
    <SelectField
      label={label}
      required={nobody === undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">{nobody ?? ''}</option>
      {isGone && <option value={value}>{gone}</option>}
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}
