import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { PageMeta } from '../envelope.ts'
import { Integer, Limit } from '../fields.ts'
import { ChannelId } from '../ids.ts'
import { longPages, Message } from './message.ts'

/** Search ranks and pages through this many of the newest matches. */
export const searchWindow = 10_000
/** `meta.total` is exact up to here. */
export const maxSearchTotal = 1_000
/** Characters (UTF-16 code units) of a query. */
export const maxQueryLength = 500
/** Characters of a message that a highlight shows, its marks and escapes aside. */
export const highlightLength = 240

export const FoundMessage = Message.extend({
  highlight: z
    .string()
    .describe(
      `At most ${highlightLength} characters of the content around the first match, HTML-escaped, matches in \`<mark>\`: safe to render as HTML. \`…\` stands where it is cut.`,
    ),
}).meta({ id: 'FoundMessage' })
export type FoundMessage = z.infer<typeof FoundMessage>

/** Opaque to clients: see services/messaging/src/domain/snapshot-cursor.ts. */
const AsOf = z
  .string()
  .max(4_000)
  .regex(/^[\w-]+$/, 'Must be the meta.as_of of an earlier page.')

export const searchMessages = defineEndpoint({
  owner: 'messaging',
  auth: 'user',
  limit: 'messages',
  name: 'searchMessages',
  method: 'get',
  path: '/api/v2/messages/search',
  summary: 'Search the messages that the caller can read.',
  description: `Every term of \`query\` must be met, in any order, by the message's text or the names of its files. A term is met by the word itself, by another form of it (English: \`deploy\` finds "deployed"), and, where whole words give no more than ${maxSearchTotal.toLocaleString('en')} matches, by a part of a word: the last term by a beginning of any length, all by any part of three characters or more. Case, accents, Turkish dots and all punctuation make no difference; \`foo_bar\`, \`a.b()\` and URLs are met where their words stand together. Chinese, Japanese, Korean, Thai and the like are found by any one or more characters; emoji are words.

\`"quoted words"\` are met exactly as they are, together and in order. Within a word they begin and end only where letters and digits meet: \`"2.10"\` finds "v2.10.3-rc1", and \`"2.1"\` does not. Operators, each any number of times, stand anywhere outside quotes and may take a quoted value:

- \`from:\` a handle, display name, user or twin id, or \`@me\`; several mean any of them
- \`in:\` a channel's name, with or without \`#\`, or its id; several mean any of them
- \`has:file\`
- \`before:\`, \`after:\`, \`on:\` a day \`2026-03-19\`, month \`2026-03\` or year \`2026\`, in UTC, or \`today\` or \`yesterday\`. The day itself is neither before nor after

Operators alone list what they let through, newest first. An unknown name finds nothing. An operator with a value that it cannot have is a 400: quote it to search for it as text (\`"has:fun"\`). A query without any letter, digit or symbol to look for finds nothing.

Results are ranked among the newest ${searchWindow.toLocaleString('en')} matches: whole words before parts of words, then by relevance and recency. \`meta.total\` is exact to ${maxSearchTotal.toLocaleString('en')}; beyond, it stays there and \`meta.total_is_capped\` is true. \`offset\` reaches to the end of that window, and \`meta.has_more\` says whether there is another page. Give \`meta.as_of\` of the first page with the next ones, as \`as_of\`: then pages neither repeat nor skip a message while new ones arrive. A message is findable within one second of being posted, and by its new text alone within one second of being edited (later only while more is posted in its workspace than can be indexed). Imported messages are findable later, as they are indexed. A message with more than 30,000 different words, characters and pairs of characters, far more than texts of any language have, is found by its beginning alone. A deleted message, or a deleted channel’s, is in no answer from then on.

With \`channel_id\` only that channel is searched; one that the caller cannot read is a 404. ${longPages}`,
  query: z.object({
    query: z
      .string()
      .max(maxQueryLength)
      .refine((text) => text.trim() !== '', { message: 'Must not be empty.' })
      .describe('What to look for: words, quoted phrases and operators, as described above.'),
    channel_id: ChannelId.optional().describe('Search this channel alone.'),
    limit: Limit().describe('How many results a page has.'),
    offset: Integer({ min: 0, max: searchWindow - 1 })
      .default(0)
      .describe('How many results come before the page.'),
    as_of: AsOf.optional().describe('The `meta.as_of` of the first page.'),
  }),
  pages: { items: 'data', repeats: ['as_of'] },
  responses: {
    200: z.object({
      success: z.literal(true),
      data: z.array(FoundMessage),
      meta: PageMeta.extend({
        total: z.int().describe(`Matches, exact to ${maxSearchTotal.toLocaleString('en')}.`),
        total_is_capped: z.boolean().describe('Whether there are more matches than `total` says.'),
        has_more: z.boolean(),
        as_of: z.string().describe('Give it with the next pages, which then know nothing of later messages.'),
      }),
    }),
  },
  errors: ['not_found'],
})
