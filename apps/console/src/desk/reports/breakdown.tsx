import type { DeskReport } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import styles from './chart.module.css'
import reports from './reports.module.css'
import { reportTexts } from './texts/index.ts'
import { useFormats } from './use-formats.ts'

interface Row {
  id: string
  name: string
  resolved: number
  firstResponse: DeskReport['totals']['firstResponse']
  resolution: DeskReport['totals']['resolution']
  csat: DeskReport['totals']['csat']
}

/** The same by agent, site, label and topic: those that there are. */
export function Breakdown({ report: { agents, sites, labels, topics } }: { report: DeskReport }) {
  const texts = useTexts(reportTexts)
  const gone = (name: string | null) => name ?? texts.gone
  return (
    <div className={reports.breakdown}>
      <Table title={texts.agents} rows={agents.map((row) => ({ ...row, id: row.agentId, name: gone(row.name) }))} />
      <Table title={texts.labels} rows={labels.map((row) => ({ ...row, id: row.labelId, name: gone(row.name) }))} />
      <Table title={texts.sites} rows={sites.map((row) => ({ ...row, id: row.siteId, name: gone(row.name) }))} />
      <Table title={texts.topics} rows={topics.map((row) => ({ ...row, id: row.topic, name: row.topic }))} />
    </div>
  )
}

function Table({ title, rows }: { title: string; rows: readonly Row[] }) {
  const texts = useTexts(reportTexts)
  const { number, percent, duration } = useFormats()
  if (rows.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled has to be reached.
    <section className={styles.scroller} tabIndex={0} aria-label={title}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{texts.measures.resolved}</th>
            <th scope="col">{texts.measures.firstResponse}</th>
            <th scope="col">{texts.resolution}</th>
            <th scope="col">{texts.measures.satisfied}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, resolved, firstResponse, resolution, csat }) => (
            <tr key={id}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              <td>{number(resolved)}</td>
              <td>{duration(firstResponse.p50Ms)}</td>
              <td>{duration(resolution.p50Ms)}</td>
              <td>{percent(csat.satisfied)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
