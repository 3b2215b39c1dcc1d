import { Link } from 'wouter'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { nextAfter, useAskedPages } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded, More } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import type { ImportedChannel } from './report.ts'
import { importsTexts } from './texts/index.ts'

const tones = { pending: undefined, done: 'good', failed: 'bad' } as const
const pageSize = 50

/** The channels of an import, each with a report of its own. */
export function ImportedChannels({ importId }: { importId: string }) {
  const texts = useTexts(importsTexts)
  const channels = useAskedPages<ImportedChannel, number>(
    ['imports', importId, 'channels'],
    async ({ parley, workspaceId }, after) => {
      const { data } = await parley.workspaces.listImportedChannels({
        id: workspaceId,
        importId,
        limit: pageSize,
        ...(after !== undefined && { after }),
      })
      return { data, next: nextAfter(data, pageSize, ({ number }) => number) }
    },
  )
  return (
    <Section title={texts.channels} about={texts.channelsAbout}>
      <Loaded of={channels}>
        {(all) => (all.length > 0 ? <ChannelTable importId={importId} channels={all} /> : <p>{texts.noChannels}</p>)}
      </Loaded>
      <More of={channels.more} />
    </Section>
  )
}

function ChannelTable({ importId, channels }: { importId: string; channels: readonly ImportedChannel[] }) {
  const texts = useTexts(importsTexts)
  const { format } = new Intl.NumberFormat(useLanguage())
  return (
    <Table
      label={texts.channels}
      rows={channels}
      keyOf={({ number }) => String(number)}
      columns={[
        {
          label: texts.channel,
          kind: 'main',
          cell: ({ number, name, error }) => (
            <Named name={<Link href={`/${importId}/channels/${number}`}>{name}</Link>} about={error} />
          ),
        },
        {
          label: texts.status,
          cell: ({ status }) => <Badge tone={tones[status]}>{texts.workStatuses[status]}</Badge>,
        },
        { label: texts.imported, kind: 'number', cell: ({ messages }) => format(messages.imported) },
        { label: texts.alreadyHere, kind: 'number', cell: ({ messages }) => format(messages.already_here) },
        { label: texts.leftOut, kind: 'number', cell: ({ messages }) => format(messages.left_out) },
      ]}
    />
  )
}
