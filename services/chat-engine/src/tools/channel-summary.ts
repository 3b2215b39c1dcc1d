import { maxSummarized } from '@parley/contracts/summaries/summarize'
import { withoutAddress } from '@parley/text/addressing'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { channelSummaryName } from '../engines/known-tools.ts'
import type { ChannelSummary } from '../engines/quoting-summary.ts'
import { summaryRequestIn } from '../engines/summary-request.ts'
import { findQuotableChannel } from '../store/quotable-channel.ts'
import { readMessages } from '../store/session-messages.ts'
import { readPassage } from '../summaries/passage.ts'
import { byPeople, type Quotable, quotesFrom } from '../summaries/write-summary.ts'
import { checkedTool, failed } from './checked-tool.ts'
import { fitting, type Tool, type ToolScope } from './tool.ts'

const Input = z.object({
  channel: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .transform((name) => name.replace(/^#/, ''))
    .optional()
    .describe('The name of another channel. If not given: the channel, thread or conversation that is answered in.'),
  whole_channel: z
    .boolean()
    .optional()
    .describe('Whether the whole channel is meant where the answer goes to a thread of it.'),
  since: z.iso.datetime().optional().describe('Only what was written from this time on.'),
  until: z.iso.datetime().optional().describe('Only what was written before this time.'),
  last: z.int().min(1).max(maxSummarized).optional().describe('Only so many messages, the newest.'),
})
type Input = z.output<typeof Input>

/** Messages of a private conversation that a summary covers. */
const maxConversation = 200

/** Requests for summaries, perhaps of a twin that is mentioned, say nothing themselves. */
const asksForSummary = (content: string): boolean => summaryRequestIn(withoutAddress(content), Date.now()) !== undefined

type Said = Quotable & { created_at: string }

interface Covered {
  in: string
  /** Null for the private conversation itself. */
  channelId: string | null
  messages: readonly Said[]
  hasMore: boolean
}

/** What was said in a time, and of that the last so many. */
function narrowed(messages: readonly Said[], { since, until, last = Infinity }: Input): Said[] {
  const from = since === undefined ? -Infinity : Date.parse(since)
  const to = until === undefined ? Infinity : Date.parse(until)
  const within = messages.filter(({ created_at: at }) => Date.parse(at) >= from && Date.parse(at) < to)
  return within.slice(-last)
}

/** Quotes what was said most in a channel, as far as everyone who reads the answer may read it. */
export function createChannelSummary({ db, messaging }: Pick<Context, 'db' | 'messaging'>): Tool {
  async function ofChannel(
    input: Input,
    { workspaceId, userId, destination, questionId, trace }: ToolScope,
    signal: AbortSignal,
  ): Promise<Covered | undefined> {
    const { channel, whole_channel: isWholeChannel = false, since = null, last } = input
    const here = 'channelId' in destination ? destination : undefined
    const found = await findQuotableChannel(db, { workspaceId, userId }, here?.channelId ?? null, channel ?? null)
    if (!found) return undefined
    const threadId = found.id === here?.channelId && channel === undefined && !isWholeChannel ? here.threadId : null
    const passage = { since, count: null, most: maxSummarized, forAnswer: here !== undefined }
    const asked = { channelId: found.id, threadId, ...passage }
    const { messages, hasMore } = await readPassage(messaging, asked, { workspaceId, userId, trace, signal })
    const where = threadId === null ? `#${found.name}` : `this thread of #${found.name}`
    const said = messages.filter(({ id, content }) => id !== questionId && !asksForSummary(content))
    const covered = narrowed(byPeople(said), input)
    return { in: where, channelId: found.id, messages: covered, hasMore: hasMore && covered.length !== last }
  }

  async function ofConversation(
    input: Input,
    { workspaceId, userId, questionId = null }: ToolScope,
    sessionId: string,
  ): Promise<Covered> {
    // The question is among them, and one more shows whether there are more. What twins have said is no source.
    const all = await readMessages(db, { workspaceId, userId, sessionId }, questionId, maxConversation + 2)
    const said = all
      .filter(({ id, role }) => id !== questionId && role === 'user')
      .map((message) => ({ ...message, author: 'You' }))
    const covered = narrowed(said.slice(-maxConversation), input)
    const isCut = said.length > maxConversation && covered.length === maxConversation
    return { in: 'this conversation', channelId: null, messages: covered, hasMore: isCut }
  }

  return checkedTool({
    name: channelSummaryName,
    description:
      'Quotes the sentences that say most of what was said in the channel, thread or conversation that is answered in, or in another channel that all readers of the answer can read: for a summary, or for what somebody has missed. Each quote has the id of its message to cite it by.',
    input: Input,
    reads: 'readable',
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
      const { channelId, messages, hasMore } = covered
      const said = { in: covered.in, messages: messages.length, has_more: hasMore }
      const summary: ChannelSummary = { ...said, quotes: fitting(quotes) }
      const type = channelId === null ? 'conversation' : 'message'
      const sources = summary.quotes.map(
        ({ id }) => ({ type, id, channel_id: channelId, title: null, passage: null }) as const,
      )
      return { text: JSON.stringify(summary), failed: false, found: { summary }, sources }
    },
  })
}
