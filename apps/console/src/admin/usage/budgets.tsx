import type { Budget } from '@parley/client/index'
import { Suspense, useState } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { useAskedList } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded, More } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import { useMoney } from './money.ts'
import { usageTexts } from './texts/index.ts'
import styles from './usage.module.css'

const BudgetDialog = lazyPart(() => import('./budget-dialog.tsx'))

/** What a month may cost, of the workspace and of its twins. */
export function Budgets() {
  const texts = useTexts(usageTexts)
  const [editing, edit] = useState<Budget | 'new'>()
  const budgets = useAskedList(['budgets'], ({ parley }, offset) => parley.budgets.list({ limit: 50, offset }))
  return (
    <Section
      title={texts.budgets}
      about={texts.budgetsAbout}
      actions={<Button onClick={() => edit('new')}>{texts.setBudget}</Button>}
    >
      <Loaded of={budgets}>
        {(all) => (all.length > 0 ? <BudgetTable budgets={all} onEdit={edit} /> : <p>{texts.noBudgets}</p>)}
      </Loaded>
      <More of={budgets.more} />
      {editing && (
        <Suspense>
          <BudgetDialog budget={editing === 'new' ? undefined : editing} onClose={() => edit(undefined)} />
        </Suspense>
      )}
    </Section>
  )
}

const tones = { ok: 'good', soft_exceeded: 'warn', hard_exceeded: 'bad' } as const

function BudgetTable({ budgets, onEdit }: { budgets: readonly Budget[]; onEdit: (budget: Budget) => void }) {
  const texts = useTexts(usageTexts)
  const { actions } = useTexts(adminTexts)
  const dates = useDates()
  const { dollars } = useMoney()
  const nameOf = ({ scope, twin_name }: Budget) => (scope === 'workspace' ? texts.workspace : (twin_name ?? texts.gone))
  return (
    <Table
      label={texts.budgets}
      rows={budgets}
      keyOf={({ twin_id }) => twin_id ?? 'workspace'}
      columns={[
        {
          label: texts.of,
          kind: 'main',
          cell: (budget) => <Named name={nameOf(budget)} about={texts.resets(dates.short(budget.resets_at))} />,
        },
        { label: texts.spent, cell: (budget) => <Spent budget={budget} /> },
        { label: texts.soft, kind: 'number', cell: ({ soft_usd }) => (soft_usd === null ? '–' : dollars(soft_usd)) },
        { label: texts.hard, kind: 'number', cell: ({ hard_usd }) => (hard_usd === null ? '–' : dollars(hard_usd)) },
        { label: texts.state, cell: ({ status }) => <Badge tone={tones[status]}>{texts.states[status]}</Badge> },
        {
          label: actions,
          kind: 'buttons',
          cell: (budget) => (
            <Button kind="quiet" aria-label={texts.changeOf(nameOf(budget))} onClick={() => onEdit(budget)}>
              {texts.change}
            </Button>
          ),
        },
      ]}
    />
  )
}

/** How much of the month’s limit is gone. */
function Spent({ budget: { spent_usd, soft_usd, hard_usd, status } }: { budget: Budget }) {
  const { dollars } = useMoney()
  const limit = hard_usd ?? soft_usd
  const share = limit ? Math.min(spent_usd / limit, 1) : 1
  return (
    <span className={styles.spent}>
      {dollars(spent_usd)}
      <span className={styles.track} aria-hidden>
        <span className={`${styles.fill} ${styles[status]}`} style={{ inlineSize: `${share * 100}%` }} />
      </span>
    </span>
  )
}
