import type { PlatformName } from '@parley/contracts/connections/platform'
import type { Log } from '@parley/kit/log'
import type { OutsideFetch } from '@parley/kit/outside/fetch'
import type * as z from 'zod'
import type { PlatformConfig } from './config.ts'

/**
 * A platform as this service sees it: everything that one can do and another cannot is behind these types, so that
 * bridges, imports and connections are written once. An adapter keeps no state of its own; what must last is in tables.
 */
export interface Platform<Credentials = unknown> {
  name: PlatformName
  displayName: string
  capabilities: Capabilities
  /** What a person enters to connect it, in the order of a form. */
  fields: readonly CredentialField[]
  /** What its app must be allowed to do there, by the platform's own names. */
  scopes: readonly string[]
  /** What its app must subscribe to there, where that is not done by itself (`PlatformClient.subscribe`). */
  events?: readonly string[]
  /**
   * Whether it can post to a deployment at this address: where it cannot, its events are polled for. Absent: wherever the
   * deployment is.
   */
  reaches?(publicUrl: URL): boolean
  /** Those fields, as one connection keeps them, encrypted. */
  credentials: z.ZodType<Credentials>
  /** Credentials as they are kept, where that is more than was entered: with a key of our own. */
  complete?(credentials: Credentials): Promise<Credentials>
  /** This deployment's app there, which people may install in place of entering credentials; none is configured: undefined. */
  oauth?(config: PlatformConfig): OAuthApp<Credentials> | undefined
  /** When credentials are to be renewed (`OAuthApp.renew`), well before they end; undefined of those that do not end. */
  renewsAt?(credentials: Credentials): Date | undefined
  /** Whether credentials were given by OAuth, and are given back (`PlatformClient.revoke`). */
  isGranted?(credentials: Credentials): boolean
  /**
   * There are no accounts: a connection stays that of one program, whatever credentials it is given later.
   */
  isOneProgram?: true
  /** A client of one account there. It calls nobody yet. */
  open(credentials: Credentials, surroundings: Surroundings): PlatformClient
  /**
   * What the platform posts to this connection's address: verified, in constant time, and acknowledged without asking
   * anybody. Absent where events come over a socket or by polling alone (`PlatformClient.listen`).
   *
   * @throws ServiceError `unauthorized` for what is forged or stale
   */
  receive?(request: InboundRequest, credentials: Credentials, now: Date): Received
}

/** An app that the operator has registered with a platform. */
export interface OAuthApp<Credentials> {
  /** The page on which the platform asks whether the app may be installed. */
  authorizeUrl(request: { state: string; redirectUri: string }): URL
  /** @throws PlatformError for a code that is not good, or not any more */
  exchange(grant: { code: string; redirectUri: string }, signal: AbortSignal): Promise<Credentials>
  /**
   * Others in place of credentials that end; those go on until then.
   *
   * @throws PlatformError `unauthorized` where they cannot be renewed any more
   */
  renew?(credentials: Credentials, signal: AbortSignal): Promise<Credentials>
  /**
   * What the platform posts to the app’s own address, for all accounts in which it is installed; as `Platform.receive`.
   *
   * @throws ServiceError `unauthorized` for what is forged or stale
   */
  receive?(request: InboundRequest, now: Date): AppReceived
  /** Whether credentials are of the app that an event was sent to: then who has them sees what it sees. With `receive`. */
  owns?(credentials: Credentials, received: AppReceived): boolean
}

/** What crosses, in which direction; the API and `docs/connect/` say the same to people. */
export interface Capabilities {
  /** Its channels can be listed; where not, they are known once an event names them. */
  listsChannels: boolean
  history: boolean
  /** Events come to a public URL (`webhook`), over a socket that we open (`socket`), or by asking (`polling`). */
  receives: readonly ('webhook' | 'socket' | 'polling')[]
  threads: boolean
  files: Direction
  /** Each message under its author's name and picture; where not, the name is put before the text. */
  authorNames: boolean
  edits: Direction
  deletes: Direction
  reactions: Direction
  /** Newest messages can be listed, so that both sides can be compared. */
  comparison: boolean
  /**
   * What becomes of a message whose sending was cut off, so that nobody knows whether it has arrived: `findSent` looks for
   * it; it is sent again, since the receiver knows it by its key; or it is left out, and counted.
   */
  interruptedSends: 'found' | 'repeated' | 'left_out'
  /** Has to be asked to post its events (`subscribe`). */
  subscribes: boolean
  /** The longest text of one message, in UTF-16 units; longer ones are split, and are one message here. */
  maxTextLength: number
}

/** In: from the platform. Out: to it. */
export interface Direction {
  in: boolean
  out: boolean
}

/** One thing that a person enters. */
export interface CredentialField {
  name: string
  label: string
  /** Never shown again. */
  isSecret: boolean
  isRequired: boolean
  /** Where to find it there, in a sentence. */
  help: string
}

/** What a client is given. */
export interface Surroundings {
  /** Base URLs and time-outs, from the environment. */
  config: PlatformConfig
  log: Log
  /** For URLs of users; the operator's own base URLs are called without it. */
  fetch: OutsideFetch['fetch']
  /** Who is linked to whom, for mentions. */
  people: LinkedPeople
}

/** People who have proven an account on the platform to be theirs. */
export interface LinkedPeople {
  /** By who they are there: their handle in this workspace. */
  handlesOf(foreignIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** By their handle in this workspace: who they are there. */
  foreignIdsOf(handles: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** A request that the platform made, as it was signed. */
export interface InboundRequest {
  /** One of its headers, whatever the case of the name. */
  header(name: string): string | undefined
  body: Buffer
  /** Of its query: what Microsoft Graph wants to be given back. */
  validationToken?: string | undefined
}

/** What is answered at once, and what is done afterwards. */
export interface Received {
  /** `{"ok": true}` if not given; always with 200. */
  body?: unknown
  /** Answered in place of a body. */
  text?: string
  events: readonly RawEvent[]
}

/** What an app received, and for which account; null where the platform does not say. */
export interface AppReceived extends Received {
  accountId: string | null
  appId: string | null
}

/**
 * An event as the platform sent it, which is stored before it is acknowledged. Those of one `channelId` are handled in
 * the order in which they arrived; null is about the whole account.
 */
export interface RawEvent {
  /** The same whenever it is delivered again. At most 200 characters. */
  id: string
  channelId: string | null
  /** When it happened there, if it says so. */
  at: Date | null
  payload: unknown
}

/** A client of one account. Every call may throw `PlatformError`, ends with its signal, and waits for no rate limit. */
export interface PlatformClient {
  /** Whose account it is, and what it may do; throws where the credentials are not good. */
  test(signal: AbortSignal): Promise<Account>
  /** Every channel that the account sees, a page at a time. */
  listChannels(signal: AbortSignal): AsyncIterable<readonly RemoteChannel[]>
  /** A channel as it is now, where its messages say what it was; undefined where the account sees it no longer. */
  fetchChannel?(channelId: string, signal: AbortSignal): Promise<RemoteChannel | undefined>
  /** Joins a channel that anybody may join, so that the platform sends what is written there; again, it does nothing. */
  join?(channelId: string, signal: AbortSignal): Promise<void>
  /** Absent without `capabilities.history`. */
  fetchHistory?(request: HistoryRequest, signal: AbortSignal): Promise<HistoryPage>
  /** One message as it is now: for a thread whose root, or a reaction whose message, has not come. Undefined where it is gone. */
  fetchMessage?(
    channelId: string,
    id: string,
    threadId: string | null,
    signal: AbortSignal,
  ): Promise<RemoteMessage | undefined>
  /** What a stored event says, with names and text as they are here: none where it is of no interest. */
  interpret(event: RawEvent, signal: AbortSignal): Promise<readonly RemoteEvent[]>
  /** It has nowhere to send to: whatever is written here stays here. */
  sendsNothing?: boolean
  /**
   * The ids of what was sent, in order: several where the text had to be split.
   *
   * @throws RefusedFile where it would be taken without one of its files
   */
  send(channelId: string, message: OutgoingMessage, signal: AbortSignal): Promise<readonly string[]>
  /**
   * The ids of what an earlier `send` of this message has left, as far as the platform shows it; none where it did not
   * arrive as a whole, and then nothing of it is there any more. With `search.from`, of parts that an `edit` has added.
   */
  findSent?(
    channelId: string,
    message: SentMessage,
    search: SentSearch,
    signal: AbortSignal,
  ): Promise<readonly string[]>
  /** The ids of the message's parts from now on: there may be more or fewer. */
  edit?(
    channelId: string,
    ids: readonly string[],
    message: OutgoingMessage,
    options: EditOptions,
  ): Promise<readonly string[]>
  remove?(channelId: string, ids: readonly string[], signal: AbortSignal): Promise<void>
  react?(channelId: string, id: string, emoji: string, signal: AbortSignal): Promise<void>
  /** @param left what our account still reacts with, the newest last */
  unreact?(channelId: string, id: string, emoji: string, signal: AbortSignal, left: readonly string[]): Promise<void>
  /** The bytes of a file there, to be kept here. */
  openFile?(file: RemoteFile, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
  /** Receives over a socket or by polling until the signal ends it; an event counts as received once `onEvents` resolves. */
  listen?(onEvents: (events: readonly RawEvent[]) => Promise<void>, signal: AbortSignal): Promise<void>
  /**
   * Has the platform post its events to a URL; with `capabilities.subscribes`. Asked again, it changes what has changed.
   *
   * @returns when it is to be asked again at the latest
   */
  subscribe?(subscription: Subscription, signal: AbortSignal): Promise<Date>
  /** Has it post nothing to that URL any more. */
  unsubscribe?(url: string, signal: AbortSignal): Promise<void>
  /** An account there, by its id or handle; undefined where there is none. */
  findPerson?(who: { id: string } | { handle: string }, signal: AbortSignal): Promise<RemoteAuthor | undefined>
  /** Says something to one person alone, such as a code that links their account. */
  sendDirect?(foreignId: string, text: string, signal: AbortSignal): Promise<void>
  /** Gives back what OAuth gave; never for what a person pasted. */
  revoke?(signal: AbortSignal): Promise<void>
}

/** What a platform is to post, and where. */
export interface Subscription {
  url: string
  /** The channels that messages come in from. */
  channelIds: readonly string[]
}

/** Where a message is looked for that may have been sent. */
export interface SentSearch {
  /** When it was sent first. */
  since: Date
  /** Where an edit has added parts: the first of them. Those before it are known, and nothing is taken back. */
  from?: number
  /** Those among these ids there that other messages from here have. */
  linkedAmong(ids: readonly string[]): Promise<ReadonlySet<string>>
}

/** Whose account a connection has there. */
export interface Account {
  /** The workspace, guild or tenant: the same whenever it is connected again, so that nothing doubles. */
  id: string
  name: string
  /** Who we are there: what this account writes is our own echo. */
  selfIds: readonly string[]
  /** Of `Platform.scopes`, what is missing; none where the platform does not say. */
  missingScopes: readonly string[]
}

/** A channel there. */
export interface RemoteChannel {
  id: string
  name: string
  /** The platform's own word: `text`, `private`, `dm`, `forum`, … */
  type: string
  isPrivate: boolean
  isArchived: boolean
  topic: string | null
  /** Where the platform says it: progress of an import is measured by it. */
  createdAt?: Date | null
  /** Our account is in it: the platform delivers its messages. */
  isMember: boolean
}

export interface RemoteAuthor {
  id: string
  name: string
  avatarUrl: string | null
  isBot: boolean
  /** Our own account: an echo. */
  isSelf: boolean
}

export interface RemoteFile {
  id: string
  name: string
  /** In bytes, where the platform says it. */
  size: number | null
  mimeType: string | null
  /** Where it is fetched from, by `openFile`. */
  url: string
}

export interface RemoteReaction {
  /** The emoji itself, or `:name:` of one that only the platform has. */
  emoji: string
  author: RemoteAuthor
}

/** A message there, as it is now. */
export interface RemoteMessage {
  id: string
  channelId: string
  /** The id of the thread's root; null for a root, and without threads. */
  threadId: string | null
  author: RemoteAuthor
  /** In Markdown; people who are linked are mentioned by their handle, nobody else is, and no group. */
  text: string
  files: readonly RemoteFile[]
  at: Date
  editedAt: Date | null
  /** As far as the platform shows them with the message. */
  reactions: readonly RemoteReaction[]
  /** How many others react with what, where a list of messages shows that and not who they are; `fetchMessage` does. */
  reactionCounts?: ReadonlyMap<string, number>
  /** What `send` was given, where it is ours and the platform keeps it. */
  key: string | null
}

/** What happened there. */
export type RemoteEvent =
  /**
   * Written or edited: `message` as it is. An edit may come before what it edits. `isPrivate` where the platform says of what
   * kind the channel was then; with `fetchChannel`.
   */
  | { type: 'message'; message: RemoteMessage; isPrivate?: boolean }
  | { type: 'message_deleted'; channelId: string; id: string }
  /** All that people react with to a message, where the platform does not say what has changed. */
  | { type: 'reactions'; channelId: string; messageId: string; reactions: readonly RemoteReaction[] }
  | { type: 'reaction'; channelId: string; messageId: string; emoji: string; author: RemoteAuthor; isAdded: boolean }
  /** New, renamed, archived or brought back. */
  | { type: 'channel'; channel: RemoteChannel }
  /** It has another id from now on, and its messages are new ones. */
  | { type: 'channel_moved'; channelId: string; to: string }
  /** Deleted, or our account was removed from it. */
  | { type: 'channel_gone'; channelId: string; reason: 'deleted' | 'removed' }
  /** Somebody wrote to our account alone, such as the answer to a code. */
  | { type: 'direct_message'; author: RemoteAuthor; text: string }
  /** The app was removed, or its token revoked: nothing works until somebody repairs the connection. */
  | { type: 'revoked' }
  /** It posts events no longer unless it is asked again (`subscribe`). */
  | { type: 'subscription_ended' }
  /** Something may have been missed; null: in any channel. */
  | { type: 'gap'; channelId: string | null }

/** A message from here. */
export interface OutgoingMessage {
  /** The same whenever this message is sent: by it `findSent` finds what a lost answer left. */
  key: string
  author: { name: string; avatarUrl: string | null }
  /** In Markdown. */
  text: string
  /** Whether the platform may open links to show what is behind them: a person here has chosen those. */
  hasPreviews: boolean
  /** The root's id there. */
  threadId: string | null
  files: readonly OutgoingFile[]
}

/** A message from here as it was sent before, of whose files the bytes are not at hand. */
export type SentMessage = Omit<OutgoingMessage, 'files'> & { files: readonly Omit<OutgoingFile, 'open'>[] }

export interface OutgoingFile {
  name: string
  size: number
  mimeType: string
  open(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

export interface EditOptions {
  signal: AbortSignal
  /** The ids of parts that an earlier attempt has added, from this one on, without knowing whether they arrived. */
  findLost(from: number): Promise<readonly string[]>
  /** Notes that one more part is on its way. */
  beginPart(): Promise<void>
  /** Keeps the ids of the message's parts, as soon as there is one more. */
  noteParts(ids: readonly string[]): Promise<void>
}

/** Newest first, unless the cursor goes on with what was begun. */
export interface HistoryRequest {
  channelId: string
  /** Where the last page ended; null begins. */
  cursor: string | null
  since: Date | null
  until: Date | null
  limit: number
  /** Of the threads of the first page, which is read first, counted round; the newest if not given. */
  firstThread?: number
}

export interface HistoryPage {
  messages: readonly RemoteMessage[]
  /** Null at the end. */
  cursor: string | null
  /** How many there are in all, where the platform says it. */
  total: number | null
  /** Threads of what was listed that the next pages read, before older messages. */
  threads?: number
}
