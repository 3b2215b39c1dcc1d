import type { Parley, Realtime, RealtimeClosed, RealtimeStatus } from '@parley/client/index'
import { Approvals } from './approvals.ts'
import { ChannelNames } from './channel-names.ts'
import { Channels } from './channels.ts'
import { Dividers } from './dividers.ts'
import { Drafts } from './drafts.ts'
import { receiveEvents } from './events.ts'
import { eventually } from './eventually.ts'
import type { TabStorage } from './kept.ts'
import { Messages } from './messages.ts'
import { Outbox } from './outbox.ts'
import { People } from './people.ts'
import { Reading } from './reading.ts'
import { Runs } from './runs.ts'
import { Topics } from './topics.ts'
import { Twins } from './twins.ts'
import { Typing } from './typing.ts'
import { Unread } from './unread.ts'
import { Uploads } from './uploads.ts'
import { Value } from './value.ts'
import { Windows } from './windows.ts'

export interface Connection {
  status: RealtimeStatus
  /** Why it is closed for good. */
  why?: RealtimeClosed | undefined
}

export interface WorkspaceOptions {
  parley: Parley
  workspaceId: string
  me: { uuid: string; name: string }
  storage: TabStorage
}

/**
 * All that one person sees of one workspace, kept true by its events. It knows no page: `topics` says what has changed, and
 * what is read from it stays the same object until then.
 */
export class WorkspaceStore {
  readonly topics = new Topics()
  readonly connection = new Value<Connection>({ status: 'connecting' })
  readonly parley: Parley
  readonly workspaceId: string
  readonly me: WorkspaceOptions['me']
  readonly storage: TabStorage
  readonly realtime: Realtime
  readonly channels: Channels
  readonly channelNames: ChannelNames
  readonly messages: Messages
  readonly windows: Windows
  readonly outbox: Outbox
  readonly unread: Unread
  readonly dividers: Dividers
  readonly drafts: Drafts
  readonly uploads: Uploads
  readonly people: People
  readonly twins: Twins
  readonly typing: Typing
  readonly runs: Runs
  readonly approvals: Approvals
  readonly reading: Reading
  readonly #stop: (() => void)[]
  readonly #closing = new AbortController()
  /** Ends what is asked for since it is live, once it is not. */
  #refreshing = new AbortController()

  constructor({ parley, workspaceId, me, storage }: WorkspaceOptions) {
    const { topics } = this
    const keptUnder = (name: string) => `parley:${name}:${workspaceId}:${me.uuid}`
    this.parley = parley
    this.workspaceId = workspaceId
    this.me = me
    this.storage = storage
    this.channels = new Channels(parley, workspaceId, topics)
    this.channelNames = new ChannelNames(parley, workspaceId, this.channels, topics)
    this.messages = new Messages(topics, (id) => this.windows.shows(id))
    this.windows = new Windows(parley, () => this.messages, topics)
    this.unread = new Unread(parley, workspaceId, topics)
    this.dividers = new Dividers(topics)
    this.people = new People(parley, topics)
    this.twins = new Twins(parley, topics)
    this.typing = new Typing(topics)
    this.runs = new Runs(parley, topics)
    this.approvals = new Approvals(parley, topics)
    this.drafts = new Drafts({ parley, topics, storage, storageKey: keptUnder('drafts') })
    this.uploads = new Uploads(parley, topics, this.drafts)
    this.reading = new Reading(parley, this.unread)
    this.outbox = new Outbox({
      parley,
      topics,
      storage,
      storageKey: keptUnder('outbox'),
      onSent: (message) => {
        this.messages.put(message)
        this.windows.receive(message)
      },
    })
    this.realtime = parley.connect()
    this.#stop = [receiveEvents(this), this.realtime.onStatus((status, why) => this.#take({ status, why }))]
  }

  /** Asks for something until it is answered, as long as the workspace is open. */
  readonly eventually = (work: () => Promise<unknown>): void => void eventually(work, this.#closing.signal)

  close(): void {
    this.#closing.abort()
    this.#refreshing.abort()
    for (const stop of this.#stop) stop()
    this.realtime.close()
    this.unread.close()
    this.windows.stop()
    this.typing.close()
    this.reading.close()
    this.outbox.close()
    this.drafts.close()
  }

  #take(connection: Connection): void {
    const before = this.connection.value.status
    this.connection.set(connection)
    if (connection.status === 'syncing') this.people.forgetPresence()
    if (connection.status === before) return
    this.#refreshing.abort()
    if (connection.status !== 'live') return
    this.#refreshing = new AbortController()
    const { signal } = this.#refreshing
    // Events that are not numbered were missed while it was away.
    for (const part of [this.channels, this.unread, this.drafts, this.approvals])
      void eventually(() => part.load(), signal)
    void this.runs.review()
    this.outbox.wake()
  }
}
