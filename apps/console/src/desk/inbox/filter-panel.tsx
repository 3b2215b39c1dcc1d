import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../../i18n/language.ts'
import type { Filter } from '../../store/desk/filter.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField, SelectField } from '../../ui/field.tsx'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import { useLabels } from '../use-labels.ts'
import styles from './filter-panel.module.css'

interface FilterPanelProps {
  filter: Filter
  onChange: (filter: Filter) => void
  /** Back to what the view has. */
  onReset: () => void
  /** Keeps it as a view, where that is possible. */
  onSave: (() => void) | undefined
}

type Status = NonNullable<Filter['status']>[number]
const statuses: Readonly<Record<string, readonly Status[] | undefined>> = {
  any: undefined,
  open: ['waiting', 'active'],
  waiting: ['waiting'],
  active: ['active'],
  closed: ['closed'],
}
type StatusName = 'any' | 'open' | 'waiting' | 'active' | 'closed'
const priorities = ['URGENT', 'HIGH', 'MEDIUM', 'LOW'] as const

/** By what the list is filtered. */
export function FilterPanel({ filter, onChange, onReset, onSave }: FilterPanelProps) {
  const texts = useTexts(deskTexts)
  const { calls, roles } = useDesk()
  const labels = useLabels()
  const agents = useQuery({ queryKey: ['desk', 'agents'], queryFn: calls.agents })
  const teams = useQuery({ queryKey: ['desk', 'teams'], queryFn: calls.teams })
  const sites = useQuery({ queryKey: ['desk', 'sites'], queryFn: calls.sites, enabled: roles.isOwner })
  const set = (changes: Partial<Filter>) => onChange(withoutEmpty({ ...filter, ...changes }))

  return (
    <section className={styles.panel} aria-label={texts.filter}>
      <div className={styles.fields}>
        <SelectField
          label={texts.status}
          value={statusNameOf(filter)}
          onChange={(event) => set({ status: statuses[event.currentTarget.value]?.slice() })}
        >
          {(Object.keys(statuses) as StatusName[]).map((name) => (
            <option key={name} value={name}>
              {texts.statusNames[name]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={texts.assignedTo}
          value={assigneeOf(filter)}
          onChange={(event) => set(assigned(event.currentTarget.value))}
        >
          <option value="">{texts.anybody}</option>
          {roles.isAgent && <option value="mine">{texts.me}</option>}
          {roles.isAgent && <option value="unassigned">{texts.nobody}</option>}
          {agents.data?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <Choice label={texts.label} value={filter.label} choices={labels} onChange={(label) => set({ label })} />
        <Choice
          label={texts.priorityField}
          value={filter.priority}
          choices={priorities.map((id) => ({ id, name: texts.priorities[id] }))}
          onChange={(priority) => set({ priority: priority as Filter['priority'] })}
        />
        <Choice
          label={texts.teamField}
          value={filter.teamId}
          choices={teams.data}
          onChange={(teamId) => set({ teamId })}
        />
        <Choice label={texts.site} value={filter.siteId} choices={sites.data} onChange={(siteId) => set({ siteId })} />
      </div>
      <CheckField
        label={texts.onlyBreached}
        checked={filter.breached ?? false}
        onChange={(event) => set({ breached: event.currentTarget.checked || undefined })}
      />
      <CheckField
        label={texts.withoutSnoozed}
        checked={filter.snoozed === false}
        onChange={(event) => set({ snoozed: event.currentTarget.checked ? false : undefined })}
      />
      <div className={styles.buttons}>
        <Button kind="quiet" onClick={onReset}>
          {texts.resetFilter}
        </Button>
        {onSave && <Button onClick={onSave}>{texts.saveView}</Button>}
      </div>
    </section>
  )
}

interface ChoiceProps {
  label: string
  value: string | undefined
  /** Undefined until they are there; where there are none, nothing is asked. */
  choices: readonly { id: string; name: string }[] | undefined
  onChange: (id: string | undefined) => void
}

function Choice({ label, value, choices = [], onChange }: ChoiceProps) {
  const { any } = useTexts(deskTexts)
  if (choices.length === 0) return null
  return (
    <SelectField
      label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      <option value="">{any}</option>
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}

const statusNameOf = ({ status }: Filter): string =>
  Object.keys(statuses).find((name) => String(statuses[name] ?? '') === String(status ?? '')) ?? 'any'

const assigneeOf = ({ mine, unassigned, agentId }: Filter): string =>
  mine ? 'mine' : unassigned ? 'unassigned' : (agentId ?? '')

const assigned = (whose: string): Partial<Filter> => ({
  mine: whose === 'mine' || undefined,
  unassigned: whose === 'unassigned' || undefined,
  agentId: whose.startsWith('usr_') ? whose : undefined,
})

const withoutEmpty = (filter: { [K in keyof Filter]?: Filter[K] | undefined }): Filter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
