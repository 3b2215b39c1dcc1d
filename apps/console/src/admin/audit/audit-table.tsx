import type { AuditEntry } from '@parley/client/index'
import { Fragment, useEffect } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import type { Action } from './actions.ts'
import styles from './audit.module.css'
import { Target, useNameOf } from './target.tsx'
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
  const { twins, eventually } = useStore()
  useEffect(() => eventually(() => twins.load()), [eventually, twins])
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
  if (changes.length === 0) return null
  return (
    <p className={styles.note}>
      {changes.map((change, at) => (
        <Fragment key={change.field}>
          {at > 0 && ', '}
          <Change change={change} />
        </Fragment>
      ))}
    </p>
  )
}

function Change({ change: { field, before, after } }: { change: AuditEntry['changes'][number] }) {
  const texts = useTexts(auditTexts)
  const { roles } = useTexts(adminTexts)
  const names = [useNameOf(field, before), useNameOf(field, after)]
  const [from = '', to = ''] = [before, after].map(
    (value, at) => names[at] ?? roles[value as keyof typeof roles] ?? String(value ?? '–'),
  )
  const named = texts.fields[field as keyof typeof texts.fields] ?? wordsOf(field)
  return before === undefined && after === undefined ? named : texts.changed(named, from, to)
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
