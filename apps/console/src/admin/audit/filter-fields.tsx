import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useAsked } from '../parts/asked.ts'
import { actionGroups, areaOf } from './actions.ts'
import styles from './audit.module.css'
import type { AuditFilters } from './filters.ts'
import { auditTexts } from './texts/index.ts'

interface FilterFieldsProps {
  filters: AuditFilters
  onChange: (changes: AuditFilters) => void
  /** Undefined where there is nothing to clear. */
  onClear: (() => void) | undefined
}

/** Who, what, and on which days. */
export function FilterFields({ filters, onChange, onClear }: FilterFieldsProps) {
  const texts = useTexts(auditTexts)
  return (
    <search className={styles.filters}>
      <PersonField actor={filters.actor} onChange={(actor) => onChange({ actor })} />
      <SelectField
        label={texts.what}
        value={filters.action ?? ''}
        onChange={(event) => onChange({ action: event.currentTarget.value })}
      >
        <option value="">{texts.anything}</option>
        {Object.entries(actionGroups).map(([group, areas]) => (
          <optgroup key={group} label={texts.groups[group as keyof typeof actionGroups]}>
            {Object.entries(texts.did)
              .filter(([action]) => areas.includes(areaOf(action)))
              .map(([action, did]) => (
                <option key={action} value={action}>
                  {did}
                </option>
              ))}
          </optgroup>
        ))}
      </SelectField>
      <TextField
        label={texts.from}
        type="date"
        max={filters.to}
        value={filters.from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextField
        label={texts.to}
        type="date"
        min={filters.from}
        value={filters.to ?? ''}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      {onClear && (
        <Button kind="quiet" onClick={onClear}>
          {texts.clear}
        </Button>
      )}
    </search>
  )
}

/** So many members can be chosen; anybody else by a click on their name in the log. */
const choosable = 100

function PersonField({ actor, onChange }: { actor: string | undefined; onChange: (actor: string) => void }) {
  const texts = useTexts(auditTexts)
  const members = useAsked(
    ['members', 'choosable'],
    async ({ parley, workspaceId }) =>
      (await parley.workspaces.listMembers({ id: workspaceId, limit: choosable })).data,
  )
  const isUnlisted = actor !== undefined && members.data?.every(({ user_id }) => user_id !== actor)
  return (
    <SelectField label={texts.who} value={actor ?? ''} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{texts.anybody}</option>
      {isUnlisted && <option value={actor}>{texts.somebodyElse}</option>}
      {members.data?.map(({ user_id, name }) => (
        <option key={user_id} value={user_id}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}
