import * as z from 'zod'
import type { Context } from '../context.ts'
import { summaryRequestIn } from '../engines/summary-request.ts'
import { findQuotableChannel } from '../store/quotable-channel.ts'
import { readMessages } from '../store/session-messages.ts'
import { readPassage } from '../summaries/passage.ts'
import { byPeople, type Quotable, quotesFrom } from '../summaries/write-summary.ts'
import { checkedTool, failed } from './checked-tool.ts'
import type { Tool, ToolScope } from './tool.ts'

export const channelSummaryName = 'channel_summary'

/** What the tool answers, as JSON. */
export const ChannelSummary = z.object({
  /** The channel or conversation, in words. */
  in: z.string(),
  /** How many messages it covers: the newest. */
  messages: z.number(),
  /** Whether older ones that were asked for are left out. */
  has_more: z.boolean(),
  quotes: z.array(z.object({ id: z.string(), by: z.string(), text: z.string() })),
})
export type ChannelSummary = z.output<typeof ChannelSummary>

const Input = z.object({
  channel: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe('The name of another channel. If not given: the channel, thread or conversation that is answered in.'),
  since: z.iso.datetime().optional().describe('Only what was written from this time on.'),
})
type Input = z.output<typeof Input>

/** Messages of a private conversation that a summary covers. */
const maxConversation = 200

/** Requests for summaries, perhaps of a twin that is mentioned, say nothing themselves. */
const asksForSummary = (content: string): boolean => summaryRequestIn(content.replace(/^@\S+\s+/, '')) !== undefined

interface Covered {
  in: string
  messages: readonly Quotable[]
  hasMore: boolean
}

/** Quotes what was said most in a channel, as far as everyone who reads the answer may read it. */
export function createChannelSummary({ db, messaging }: Pick<Context, 'db' | 'messaging'>): Tool {
  async function ofChannel(
    { channel, since }: Input,
    { workspaceId, userId, destination, questionId, trace }: ToolScope,
    signal: AbortSignal,
  ): Promise<Covered | undefined> {
    const here = 'channelId' in destination ? destination : undefined
    const found = await findQuotableChannel(db, { workspaceId, userId }, here?.channelId ?? null, channel ?? null)
    if (!found) return undefined
    const threadId = found.id === here?.channelId && channel === undefined ? here.threadId : null
    const asked = { channelId: found.id, threadId, since: since ?? null, count: null }
    const { messages, hasMore } = await readPassage(messaging, asked, { workspaceId, userId, trace, signal })
    const where = threadId === null ? `#${found.name}` : `this thread of #${found.name}`
    const said = messages.filter(({ id, content }) => id !== questionId && !asksForSummary(content))
    return { in: where, messages: byPeople(said), hasMore }
  }

  async function ofConversation(
    { since = '' }: Input,
    { workspaceId, userId, questionId = null }: ToolScope,
    sessionId: string,
  ): Promise<Covered> {
    const all = await readMessages(db, { workspaceId, userId, sessionId }, questionId, maxConversation)
    const messages = all
      .filter(({ id, created_at: at }) => id !== questionId && at >= since)
      .map(({ id, role, personality, content }) => ({ id, author: role === 'user' ? 'You' : personality, content }))
    return { in: 'this conversation', messages, hasMore: all.length === maxConversation }
  }

  return checkedTool({
    name: channelSummaryName,
    description:
      'Quotes the sentences that say most of what was said in the channel, thread or conversation that is answered in, or in another channel that all readers of the answer can read: for a summary, or for what somebody has missed. Each quote has the id of its message to cite it by.',
    input: Input,
    timeoutMs: 15_000,
    async run(input, scope, signal) {
      const { destination } = scope
      const covered =
        'sessionId' in destination && input.channel === undefined
          ? await ofConversation(input, scope, destination.sessionId)
          : await ofChannel(input, scope, signal)
      if (!covered) return failed('There is no such channel that everyone who reads this answer can read.')
      const quotes = quotesFrom(covered.messages).map(({ id, author, sentence }) => ({
        id,
        by: author,
        text: sentence,
      }))
      const { messages, hasMore } = covered
      const summary: ChannelSummary = { in: covered.in, messages: messages.length, has_more: hasMore, quotes }
      return { text: JSON.stringify(summary), failed: false }
    },
  })
}
