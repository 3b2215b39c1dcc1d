import * as z from 'zod'
import { Email } from '../email.ts'
import { defineEndpoint } from '../endpoint.ts'
import { Json, Language, Name } from '../fields.ts'
import { DeskConversationId, typeId } from '../ids.ts'
import { visibleLine } from '../text.ts'
import { GivenAttributes } from './attributes.ts'
import { OpeningState } from './business-hours.ts'
import { DeskMessage, QueuePosition, VisitorConversation } from './conversation.ts'
import { maxMerged } from './merging.ts'

/** What a widget that has no token yet says of itself. */
const start = {
  apiKey: z.string().min(1).max(100).describe('The widget key.'),
  ticket: z
    .string()
    .max(2_000)
    .optional()
    .describe('Of the frame that the widget runs in, whose page was checked when it was answered.'),
}

const anyone = { owner: 'support-desk', auth: 'none', limit: ['anonymous', 'widget_session'] } as const

/** What visitors' calls count against: what they do, and what their widget asks and says by itself. */
export const widgetLimits = {
  calls: ['widget', 'widget_key', 'widget_address'],
  signals: ['widget_signals', 'widget_key', 'widget_address'],
} as const

const visiting = { owner: 'support-desk', auth: 'visitor', limit: widgetLimits.calls } as const

const whereFrom =
  'The page must be of the key’s `domains`: its `Origin` says so, or a `ticket` for a widget in a frame of ours. Another `Origin` than that, `null` and our own is a 403, and so is neither of both, unless the key allows any site. An unknown or inactive key is a 403 too.'

/** Of the pages that a visitor looks at: characters of a URL and of a title, and how many are kept. */
export const pageLimits = { url: 2_000, title: 200, kept: 20 } as const

/**
 * A page's address as a browser says it, null for one that is not http(s). What is longer than is kept is cut, since no page
 * may fail for its address.
 */
const PageUrl = z
  .string()
  .max(32_768)
  .refine((text) => URL.canParse(text), 'Must be an absolute URL.')
  .transform((text) => {
    // Agents read it: what signs in to the page is none of theirs.
    const url = Object.assign(new URL(text), { username: '', password: '' })
    return /^https?:$/.test(url.protocol) ? url.href.slice(0, pageLimits.url) : null
  })

const PageTitle = z
  .string()
  .max(32_768)
  .transform((text) =>
    text
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ')
      .trim()
      .slice(0, pageLimits.title),
  )

/** A page that a visitor looks at. */
export const VisitedPage = z.object({ url: PageUrl, title: PageTitle.default('') })

/** A page as it is kept; undefined for one that is not http(s): agents could not open it, and it may name somebody’s folders. */
export const keptPage = ({
  url,
  title,
  referrer,
}: z.output<typeof VisitedPage> & { referrer?: string | null | undefined }) =>
  url === null ? undefined : { url, title, ...(referrer != null && { referrer }) }

const otherPages = 'A page that is not http(s), such as `file:` or an app’s, is not kept.'

/** What visitors say of themselves. */
const claims = {
  name: Name.nullish(),
  email: Email.nullish(),
  phone: visibleLine(50).nullish(),
}

/** The same of a session, which no page and no visitor may fail to begin for: what fits nothing is left out. */
const sessionClaims = {
  name: claims.name.catch(undefined),
  email: claims.email.catch(undefined),
  phone: claims.phone.catch(undefined),
}

/** A visitor as they see themselves: neither notes nor tags. */
export const WidgetVisitor = z
  .object({
    id: typeId('vis'),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    externalId: z.string().nullable().describe('Who they are to the site, where that has proven it.'),
  })
  .meta({ id: 'WidgetVisitor' })
export type WidgetVisitor = z.input<typeof WidgetVisitor>

/** What a widget knows of the desk. */
export const WidgetWorkspace = z
  .object({
    name: z.string(),
    language: Language,
    settings: z
      .object({ widget: z.record(z.string(), Json), notifications: z.object({ visitorSound: z.boolean() }) })
      .describe('Of the workspace’s settings what is for widgets: all of `widget`, and whether they make a sound.'),
  })
  .meta({ id: 'WidgetWorkspace' })
export type WidgetWorkspace = z.input<typeof WidgetWorkspace>

const agentsOnline = z.int().describe('How many of the workspace’s agents are connected.')

/** Messages of the newest conversation that a session begins with. */
export const sessionMessages = 50

/** Of a visitor who proves to be another: so many conversations, with so many messages in all, become that one’s. */
export const maxTakenOver = { conversations: 20, messages: maxMerged } as const

/** New visitors that a widget key may bring in a minute; beyond, a session that makes one is a 429. */
export const newVisitorsPerMinute = 600

export const startWidgetSession = defineEndpoint({
  ...anyone,
  name: 'startWidgetSession',
  method: 'post',
  path: '/api/widget/session',
  summary: 'Begin or resume a visit.',
  description: `${whereFrom}

With the \`visitorToken\` of an earlier session of the same site the visitor is the same; another token is as none, and makes a new visitor, or with \`isResumption\` is a 404. A token that was given for this key needs no \`ticket\`. A visit ends after a pause of 30 minutes. \`user\` says who they are: \`hash\`, the HMAC-SHA256 of \`externalId\` with the workspace’s identity secret, in hex, proves it, and then the visitor is the one whom the site has called so before, with their conversations (a wrong \`hash\` is a 403). Without it name, address and phone are their own claim (one that is none is left out, and \`PATCH /api/widget/visitor\` changes it), and \`externalId\` unlocks nothing; one that is not the session’s proven visitor’s makes a new visitor.

Where the session’s visitor has not been proven to be anybody, and \`hash\` proves that they are somebody who was known already, the two become one: their conversations go on as the proven visitor’s, and their tokens and sockets end. Name, address, phone and \`attributes\` that they have said remain behind. So do all their conversations, with them, where they are blocked, have said to be another \`externalId\`, or have more than ${maxTakenOver.conversations} conversations, or ${maxTakenOver.messages.toLocaleString('en')} messages in all.

Who is blocked, also by the address or network that is known of the visitor, is a 403, and nothing of them changes. \`attributes\` are their own claim in either case: of the workspace’s attributes those are set that visitors may set, and that fit; others are left out.

\`messages\` are the newest ${sessionMessages} of \`conversation\`, the visitor’s newest, oldest first. ${otherPages} A key brings at most ${newVisitorsPerMinute} new visitors a minute (429).`,
  body: z.object({
    ...start,
    visitorToken: z.string().max(4_096).nullish(),
    isResumption: z.boolean().default(false).describe('Nobody new begins: a visitor who was deleted is a 404.'),
    language: z
      .string()
      .max(35)
      .nullish()
      .transform((tag) => Language.safeParse(tag?.toLowerCase().split('-')[0]).data)
      .describe(
        'In which the visitor reads, as a BCP 47 tag: what the desk says by itself while it is closed is said in it. One that desks do not speak is as none.',
      ),
    page: VisitedPage.extend({ referrer: PageUrl.nullish().catch(null) }).nullish(),
    user: z
      .object({
        ...sessionClaims,
        externalId: visibleLine(200).nullish(),
        hash: z.string().max(128).nullish(),
        attributes: GivenAttributes.nullish(),
      })
      .nullish(),
  }),
  responses: {
    200: z.object({
      visitorToken: z.string(),
      expiresIn: z.int().describe('Seconds. Each session gives a new one.'),
      visitor: WidgetVisitor,
      workspace: WidgetWorkspace,
      conversation: VisitorConversation.nullable(),
      queuePosition: QueuePosition.describe('Of `conversation`.'),
      messages: z.array(DeskMessage),
      agentsOnline,
      hours: OpeningState,
    }),
  },
  errors: ['forbidden', 'not_found'],
})

export const getWidgetConfig = defineEndpoint({
  ...anyone,
  limit: 'anonymous',
  name: 'getWidgetConfig',
  method: 'get',
  path: '/api/widget/config',
  summary: 'How a widget is to look, before there is a visitor: looking at a page makes none.',
  description: whereFrom,
  query: z.object(start),
  responses: { 200: z.object({ workspace: WidgetWorkspace, agentsOnline, hours: OpeningState }) },
  errors: ['forbidden'],
})

export const getWidgetDesk = defineEndpoint({
  ...visiting,
  limit: widgetLimits.signals,
  name: 'getWidgetDesk',
  method: 'get',
  path: '/api/widget/desk',
  summary: 'Who is there, when the desk is open, and how many wait before the visitor.',
  query: z.object({
    conversationId: DeskConversationId.optional().describe('The visitor’s newest conversation, if not given.'),
  }),
  responses: { 200: z.object({ agentsOnline, hours: OpeningState, queuePosition: QueuePosition }) },
  errors: ['not_found'],
})

export const visitWidgetPage = defineEndpoint({
  ...visiting,
  name: 'visitWidgetPage',
  method: 'post',
  path: '/api/widget/page',
  summary: 'Say which page the visitor looks at.',
  description: `The last ${pageLimits.kept} are kept. The same page again only changes when it was looked at. ${otherPages}`,
  body: VisitedPage,
  responses: { 200: z.object({ success: z.literal(true) }) },
})

export const updateWidgetVisitor = defineEndpoint({
  ...visiting,
  name: 'updateWidgetVisitor',
  method: 'patch',
  path: '/api/widget/visitor',
  summary: 'Say who one is.',
  description:
    'The visitor’s own claim, which unlocks nothing. What is not given stays; `null` removes it. An address that the workspace has blocked is a 403, and stays what it was: who has mistyped theirs can say another one.',
  body: z.object(claims),
  responses: { 200: WidgetVisitor },
  errors: ['forbidden'],
})

export const createIdentitySecret = defineEndpoint({
  owner: 'support-desk',
  auth: 'user',
  limit: 'default',
  scope: 'admin',
  name: 'createIdentitySecret',
  audit: 'identity_secret.created',
  method: 'post',
  path: '/api/tenant/identity-secret',
  summary: 'Make the secret with which the workspace’s sites prove who their visitors are.',
  description:
    'It is shown this once; the one before it proves nothing any more. A site’s server gives its page the HMAC-SHA256 of a visitor’s `externalId` with it, in hex: the `hash` of `POST /api/widget/session`. Keep it from browsers.',
  responses: { 200: z.object({ secret: z.string() }) },
  idempotent: false,
})
