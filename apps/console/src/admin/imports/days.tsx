import { Link } from 'wouter'
import { useDates } from '../../i18n/dates.ts'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { nextAfter, useAsked, useAskedPages } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded, More } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { type Column, Table } from '../parts/table.tsx'
import styles from './imports.module.css'
import type { ImportedDay } from './report.ts'
import { importsTexts } from './texts/index.ts'

const pageSize = 50

/** The days, of any channel, that are not the same on both sides. */
export function Gaps({ importId }: { importId: string }) {
  const texts = useTexts(importsTexts)
  const gaps = useAskedPages<ImportedDay, string>(
    ['imports', importId, 'gaps'],
    async ({ parley, workspaceId }, after) => {
      const { data } = await parley.workspaces.getImportProof({
        id: workspaceId,
        importId,
        gaps: true,
        limit: pageSize,
        ...(after && { after }),
      })
      return { data, next: nextAfter(data, pageSize, ({ position }) => position) }
    },
  )
  const channel: Column<ImportedDay> = {
    label: texts.channel,
    kind: 'main',
    cell: ({ channel }) => <ChannelLink importId={importId} number={channel} />,
  }
  return (
    <Section title={texts.gaps} about={texts.gapsAbout}>
      <Loaded of={gaps}>{(all) => <DayTable label={texts.gaps} days={all} first={channel} />}</Loaded>
      <More of={gaps.more} />
    </Section>
  )
}

/** Every day of one channel, on both sides. */
export function ChannelDays({ importId, number }: { importId: string; number: number }) {
  const texts = useTexts(importsTexts)
  const days = useAskedPages<ImportedDay, string>(
    ['imports', importId, 'days', number],
    async ({ parley, workspaceId }, after) => {
      const { data } = await parley.workspaces.getImportProof({
        id: workspaceId,
        importId,
        limit: pageSize,
        // All positions of a channel are behind this one.
        after: after ?? `${number}:0001-01-01`,
      })
      const own = data.filter(({ channel }) => channel === number)
      return { data: own, next: nextAfter(own, pageSize, ({ position }) => position) }
    },
  )
  return (
    <Section title={texts.days} about={texts.daysAbout}>
      <Loaded of={days}>
        {(all) => (all.length > 0 ? <DayTable label={texts.days} days={all} /> : <p>{texts.noDays}</p>)}
      </Loaded>
      <More of={days.more} />
    </Section>
  )
}

interface DayTableProps {
  label: string
  days: readonly ImportedDay[]
  /** Stands before the day. */
  first?: Column<ImportedDay>
}

function DayTable({ label, days, first }: DayTableProps) {
  const texts = useTexts(importsTexts)
  const dates = useDates()
  return (
    <Table
      label={label}
      rows={days}
      keyOf={({ position }) => position}
      columns={[
        ...(first ? [first] : []),
        {
          label: texts.day,
          ...(!first && { kind: 'main' as const }),
          // A day is of UTC: at noon it is the same one nearly everywhere.
          cell: ({ day }) => dates.date(`${day}T12:00:00Z`),
        },
        { label: texts.there, kind: 'number', cell: ({ source }) => <Side side={source} /> },
        { label: texts.here, kind: 'number', cell: ({ stored }) => <Side side={stored} /> },
        {
          label: texts.status,
          cell: ({ is_equal, stored }) => (
            <Badge tone={is_equal ? 'good' : 'warn'}>
              {is_equal ? texts.equal : stored ? texts.differs : texts.notCompared}
            </Badge>
          ),
        },
      ]}
    />
  )
}

/** How many messages a side has, and their digest. */
function Side({ side }: { side: ImportedDay['stored'] }) {
  const { format } = new Intl.NumberFormat(useLanguage())
  if (side === null) return '–'
  return (
    <div>
      {format(side.messages)}
      <code className={styles.digest}>{side.digest}</code>
    </div>
  )
}

/** A channel by name, which gaps do not say. */
function ChannelLink({ importId, number }: { importId: string; number: number }) {
  const texts = useTexts(importsTexts)
  const { data } = useImportedChannel(importId, number)
  return <Link href={`/${importId}/channels/${number}`}>{data?.name ?? texts.channelNumber(number)}</Link>
}

/** One channel of an import; null where it has none of this number. */
export const useImportedChannel = (importId: string, number: number) =>
  useAsked(['imports', importId, 'channel', number], async ({ parley, workspaceId }) => {
    const page = { importId, limit: 1, ...(number > 0 && { after: number - 1 }) }
    const { data } = await parley.workspaces.listImportedChannels({ id: workspaceId, ...page })
    return data[0]?.number === number ? data[0] : null
  })
