import type { Author, ImportedMessage } from '@parley/contracts/messages/writing'
import { type DemoMessage, type DemoPerson, demoPeople } from './conversations.ts'

/** What the demo's people are bridged from. */
const platform = 'demo'

/** A demo channel's messages as a history to be imported; answers of the twin are left out where there is none. */
export function historyOf(
  messages: readonly DemoMessage[],
  { channelId, twinId, now }: { channelId: string; twinId: string | undefined; now: number },
): ImportedMessage[] {
  const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString()
  const imported = (message: Omit<DemoMessage, 'replies'>, key: string, parentKey?: string): ImportedMessage[] => {
    const author =
      message.by === 'twin' ? twinId && { type: 'twin' as const, ai_twin_id: twinId } : personOf(message.by)
    if (!author) return []
    const created_at = at(message.minutesAgo)
    return [
      {
        key,
        author,
        content: message.text,
        content_type: 'text',
        created_at,
        reactions: Object.entries(message.reactions ?? {}).flatMap(([emoji, people]) =>
          people.map((person) => ({ emoji, author: personOf(person), created_at })),
        ),
        ...(parentKey !== undefined && { parent_key: parentKey }),
        ...(message.isPinned && { pinned: { at: created_at } }),
      },
    ]
  }
  return messages.flatMap(({ replies = [], ...root }, place) => {
    const key = `demo:${channelId}:${place}`
    return [...imported(root, key), ...replies.flatMap((reply, i) => imported(reply, `${key}:${i}`, key))]
  })
}

const personOf = (person: DemoPerson): Author => ({
  type: 'bridged',
  platform,
  foreign_id: person,
  name: demoPeople[person],
})
