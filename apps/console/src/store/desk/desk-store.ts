import type { WorkspaceStore } from '../workspace.ts'
import { createDeskCalls, type DeskCalls, type DeskRoles } from './calls.ts'
import { Company } from './company.ts'
import { Conversations } from './conversations.ts'
import { ViewCounts } from './counts.ts'
import { receiveDeskEvents } from './events.ts'
import { Lists } from './lists.ts'
import { Replies } from './replies.ts'
import { Timelines } from './timelines.ts'
import { Visitors } from './visitors.ts'

/** What one person sees of the support desk, kept true by the events of their workspace’s connection. */
export class DeskStore {
  readonly workspace: WorkspaceStore
  readonly roles: DeskRoles
  /** As the desk’s answers have it. */
  readonly myId: string
  readonly calls: DeskCalls
  readonly conversations: Conversations
  readonly lists: Lists
  readonly timelines: Timelines
  readonly visitors: Visitors
  readonly replies: Replies
  readonly company: Company
  readonly counts: ViewCounts

  constructor(workspace: WorkspaceStore, { myId, roles }: { myId: string; roles: DeskRoles }) {
    const { parley, topics, realtime, workspaceId } = workspace
    this.workspace = workspace
    this.roles = roles
    this.myId = myId
    this.calls = createDeskCalls(parley, roles)
    this.conversations = new Conversations(this.calls, topics, (now, before) => {
      this.lists.receive(now)
      topics.publish('desk:unread')
      const hasMoved =
        now.status !== before?.status || now.agent?.id !== before.agent?.id || now.isSnoozed !== before.isSnoozed
      if (before ? hasMoved : now.status !== 'CLOSED') this.counts.askAgain()
    })
    this.lists = new Lists(this.calls, this.conversations, topics, myId)
    this.timelines = new Timelines(this.calls, topics)
    this.visitors = new Visitors(this.calls, topics)
    this.company = new Company(topics)
    this.counts = new ViewCounts(this.calls, topics)
    this.replies = new Replies({
      parley,
      topics,
      storage: workspace.storage,
      storageKey: `parley:desk:${workspaceId}:${myId}`,
      onSent: (entry) => this.timelines.receive(entry),
      onLost: (id) => void this.conversations.refresh(id),
    })
    const leave = () => this.replies.leave()
    addEventListener('pagehide', leave)
    const stop = receiveDeskEvents({ ...this, realtime, topics })
    realtime.onStatus((status) => {
      if (status === 'live') this.#refresh()
      if (status !== 'closed') return
      stop()
      this.company.close()
      this.counts.close()
      this.replies.close()
      removeEventListener('pagehide', leave)
    })
  }

  /** Events that are not numbered, and conversations that were never shown, were missed while it was away. */
  #refresh(): void {
    void this.lists.reload()
    void this.timelines.catchUp()
    void this.counts.load()
    this.replies.wake()
  }
}
