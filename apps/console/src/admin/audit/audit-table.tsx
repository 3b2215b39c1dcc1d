import type { AuditEntry } from '@parley/client/index'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import type { Action } from './actions.ts'
import styles from './audit.module.css'
import { Target } from './target.tsx'
import { auditTexts } from './texts/index.ts'

interface AuditTableProps {
  entries: readonly AuditEntry[]
  /** Shows only what somebody did. */
  onActor: (userId: string) => void
}

/** Each entry as a sentence, with where it came from. */
export function AuditTable({ entries, onActor }: AuditTableProps) {
  const texts = useTexts(auditTexts)
  const dates = useDates()
  return (
    <Table
      label={texts.title}
      rows={entries}
      keyOf={({ id }) => id}
      columns={[
        {
          label: texts.entry,
          kind: 'main',
          cell: (entry) => (
            <>
              <Sentence entry={entry} onActor={onActor} />
              <Changes changes={entry.changes} />
              <Details entry={entry} />
            </>
          ),
        },
        {
          label: texts.by,
          cell: ({ actor, ip }) => (
            <div>
              {texts.credentials[actor.credential]}
              {ip && <p className={styles.note}>{ip}</p>}
            </div>
          ),
        },
        { label: texts.when, cell: ({ at }) => <time dateTime={at}>{dates.dateTime(at)}</time> },
      ]}
    />
  )
}

function Sentence({ entry: { actor, action, target }, onActor }: { entry: AuditEntry; onActor: (id: string) => void }) {
  const texts = useTexts(auditTexts)
  const did = texts.did[action as Action] ?? action
  return (
    <p>
      <button
        type="button"
        className={styles.actor}
        title={texts.onlyOf(actor.name ?? texts.gone)}
        onClick={() => onActor(actor.user_id)}
      >
        <bdi>{actor.name ?? texts.gone}</bdi>
      </button>{' '}
      {did}
      <Target action={action} target={target} />
    </p>
  )
}

/** Which fields, and from what to what where that is kept. */
function Changes({ changes }: { changes: AuditEntry['changes'] }) {
  const texts = useTexts(auditTexts)
  const { roles } = useTexts(adminTexts)
  if (changes.length === 0) return null
  const written = (value: AuditEntry['changes'][number]['after']) =>
    roles[value as keyof typeof roles] ?? String(value ?? '–')
  const named = (field: string) => texts.fields[field as keyof typeof texts.fields] ?? wordsOf(field)
  return (
    <p className={styles.note}>
      {changes
        .map(({ field, before, after }) =>
          before === undefined && after === undefined
            ? named(field)
            : texts.changed(named(field), written(before), written(after)),
        )
        .join(', ')}
    </p>
  )
}

/** A field’s name as words: `isActive` and `is_active` are `is active`. */
const wordsOf = (field: string) => field.replace(/_/g, ' ').replace(/\p{Lu}/gu, (letter) => ` ${letter.toLowerCase()}`)

function Details({ entry: { actor, action, target, user_agent, request_id } }: { entry: AuditEntry }) {
  const texts = useTexts(auditTexts)
  const rows = [
    [texts.action, action],
    [texts.target, target.id],
    [texts.email, actor.email],
    [texts.userAgent, user_agent],
    [texts.request, request_id],
  ]
  return (
    <details className={styles.details}>
      <summary>{texts.details}</summary>
      <dl>
        {rows.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd dir="auto">{value}</dd>
              </div>
            ),
        )}
      </dl>
    </details>
  )
}
