import type { UsageGroup } from '@parley/client/index'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Select } from '../../ui/field.tsx'
import { useAskedList } from '../parts/asked.ts'
import { Loaded, More } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { Table } from '../parts/table.tsx'
import { useMoney } from './money.ts'
import { usageTexts } from './texts/index.ts'
import styles from './usage.module.css'

const groups = ['twin', 'user', 'model', 'purpose'] as const
type Group = (typeof groups)[number]

/** Who and what the usage of a range was, the dearest first. */
export function Shares({ from, to }: { from: string; to: string }) {
  const texts = useTexts(usageTexts)
  const [group, setGroup] = useState<Group>('twin')
  const shares = useAskedList(['usage', group, from, to], ({ parley }, offset) =>
    parley.usage.list({ from, to, group_by: group, limit: 20, offset }),
  )
  return (
    <Section
      title={texts.shares}
      actions={
        <Select
          aria-label={texts.shares}
          value={group}
          onChange={(event) => setGroup(event.currentTarget.value as Group)}
        >
          {groups.map((each) => (
            <option key={each} value={each}>
              {texts.groups[each]}
            </option>
          ))}
        </Select>
      }
    >
      <Loaded of={shares}>
        {(rows) => (rows.length > 0 ? <ShareTable group={group} rows={rows} /> : <p>{texts.nothing}</p>)}
      </Loaded>
      <More of={shares.more} />
    </Section>
  )
}

function ShareTable({ group, rows }: { group: Group; rows: readonly UsageGroup[] }) {
  const texts = useTexts(usageTexts)
  const { dollars, count } = useMoney()
  const hasCost = rows.some(({ cost_usd }) => cost_usd > 0)
  const measure = ({ cost_usd, answers }: UsageGroup) => (hasCost ? cost_usd : answers)
  const highest = Math.max(...rows.map(measure))
  const nameOf = ({ key, name }: UsageGroup) => {
    if (name !== null) return name
    if (key === null) return texts.nobody[group]
    if (group === 'twin' || group === 'user') return texts.gone
    return group === 'purpose' ? (texts.purposes[key] ?? key) : key
  }
  return (
    <Table
      label={texts.groups[group]}
      rows={rows}
      keyOf={({ key }) => key ?? ''}
      columns={[
        { label: texts.groups[group], kind: 'main', cell: (row) => <bdi>{nameOf(row)}</bdi> },
        {
          label: texts.share,
          cell: (row) => (
            <span className={styles.track} aria-hidden>
              <span className={styles.fill} style={{ inlineSize: `${(measure(row) / highest) * 100}%` }} />
            </span>
          ),
        },
        { label: texts.answers, kind: 'number', cell: ({ answers }) => count(answers) },
        { label: texts.cost, kind: 'number', cell: ({ cost_usd }) => dollars(cost_usd) },
      ]}
    />
  )
}
