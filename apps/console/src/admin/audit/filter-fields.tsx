import { PeoplePicker } from '../../chat/finding/channels/people-picker.tsx'
import { useTexts } from '../../i18n/language.ts'
import { useTopic } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
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

function PersonField({ actor, onChange }: { actor: string | undefined; onChange: (actor: string) => void }) {
  const texts = useTexts(auditTexts)
  const name = useTopic(`person:${actor}`, ({ people }) => actor && people.get(actor)?.display_name)
  const picked = actor ? [{ id: actor, name: name || texts.somebodyElse, handle: null }] : []
  return (
    <PeoplePicker
      label={texts.who}
      picked={picked}
      max={1}
      withMe
      onChange={(people) => onChange(people.at(-1)?.id ?? '')}
    />
  )
}
