import { Link } from 'wouter'
import { base, channelPath, workspacePath } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Problem } from '../parts/form.tsx'
import { Loaded, Missing } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { Counts } from './counts.tsx'
import { ChannelDays, useImportedChannel } from './days.tsx'
import { Problems } from './problems.tsx'
import type { ImportedChannel } from './report.ts'
import { importsTexts } from './texts/index.ts'

/** One channel of an import: what has become of it, what was left out, and each of its days on both sides. */
export function ImportedChannelScreen({ importId, number }: { importId: string; number: number }) {
  const channel = useImportedChannel(importId, number)
  return (
    <Loaded of={channel}>
      {(shown) => (shown === null ? <Missing /> : <ChannelReport importId={importId} channel={shown} />)}
    </Loaded>
  )
}

function ChannelReport({ importId, channel }: { importId: string; channel: ImportedChannel }) {
  const texts = useTexts(importsTexts)
  const { workspaceId } = useStore()
  const { number, name, channel_id, error, messages, problems } = channel
  return (
    <Page
      title={name}
      about={
        channel_id && (
          <Link href={`~${base}${workspacePath(workspaceId)}${channelPath({ channelId: channel_id })}`}>
            {texts.openChannel}
          </Link>
        )
      }
      back={{ href: `/${importId}`, label: texts.report }}
    >
      <Problem text={error ?? undefined} />
      <Counts messages={messages} />
      <Problems problems={problems} />
      <ChannelDays importId={importId} number={number} />
    </Page>
  )
}
