import { ParleyError } from '@parley/client/parley-error'
import { connect, type Realtime } from '@parley/client/realtime'
import type { Conversation, DeskMessage, Note, VisitorConversation } from '@parley/contracts/desk/conversation'
import { listAgentConversations } from '@parley/contracts/desk/conversation-lists'
import { listAgentMessages, listNotes } from '@parley/contracts/desk/messages'
import { listWidgetConversations, listWidgetMessages } from '@parley/contracts/desk/widget-messages'
import type { Person } from '@parley/testing/people'
import type { TestVisitor } from '@parley/testing/visitors'

type Shown = Conversation | VisitorConversation
type Row = Pick<DeskMessage | Note, 'id' | 'seq' | 'content'>

/** What somebody sees of conversations: by their socket, and after an absence by what they ask for, as a desk or widget does. */
export interface View {
  name: string
  realtime: Realtime
  /** By conversation and id. */
  rows: Map<string, Map<string, Row>>
  /** As the last change has said. */
  conversations: Map<string, { rev: number; shown: Shown }>
  /** The `rev` of each row in the order in which the socket emitted them. */
  emitted: Map<string, number[]>
  deleted: Set<string>
  problems: unknown[]
}

const changes = ['created', 'updated', 'assigned', 'resolved', 'reopened', 'read', 'rated'] as const
/** What a page of either list has. */
const limit = 50

interface Watching {
  name: string
  url: string
  token: string
  isVisitor: boolean
  /** All conversations that changed, and the rows of one. */
  list(): Promise<readonly Shown[]>
  read(id: string): Promise<readonly Row[]>
}

async function watch({ name, url, token, isVisitor, list, read }: Watching): Promise<View> {
  const view: View = {
    ...{ name, rows: new Map(), conversations: new Map(), emitted: new Map(), deleted: new Set(), problems: [] },
    realtime: connect({ url, token, isVisitor, reconnectDelayMs: 100, onError: (error) => view.problems.push(error) }),
  }
  const { realtime } = view
  const add = (id: string, row: Row) => {
    const rows = view.rows.get(id) ?? new Map<string, Row>()
    view.rows.set(id, rows.set(row.id, { id: row.id, seq: row.seq, content: row.content }))
  }
  const show = (rev: number, shown: Shown) => {
    if (rev >= (view.conversations.get(shown.id)?.rev ?? 0)) view.conversations.set(shown.id, { rev, shown })
  }
  for (const type of ['conversation.message', 'conversation.note'] as const)
    realtime.on(type, ({ conversation_id: id, rev, data }) => {
      view.emitted.set(id!, [...(view.emitted.get(id!) ?? []), rev!])
      add(id!, data)
    })
  for (const change of changes) realtime.on(`conversation.${change}`, ({ rev, data }) => show(rev!, data))
  realtime.on('conversation.deleted', ({ data }) => {
    view.deleted.add(data.id)
  })
  let lives = 0
  const reload = async (): Promise<void> => {
    const known = [...view.conversations.keys()].filter((id) => !view.deleted.has(id))
    const listed = await list()
    // What was deleted in an absence is listed no more, and cannot be read.
    for (const id of known)
      if (!listed.some((shown) => shown.id === id))
        await read(id).catch((error) => {
          if (!(error instanceof ParleyError && error.status === 404)) throw error
          view.deleted.add(id)
        })
    for (const shown of listed) {
      const isBehind = (view.conversations.get(shown.id)?.rev ?? 0) < shown.rev
      show(shown.rev, shown)
      if (isBehind || isMissing(view.rows.get(shown.id), shown.seq))
        for (const row of await read(shown.id)) add(shown.id, row)
    }
  }
  realtime.onStatus((status, why) => {
    if (status === 'closed' && why?.code !== 'closed') view.problems.push(why)
    if (status === 'live' && ++lives > 1) void insistOn(reload, () => realtime.status === 'live')
  })
  await realtime.ready
  return view
}

/** Whether a message of so many is not there; that there are as many says nothing, as newer ones may have come meanwhile. */
function isMissing(rows: ReadonlyMap<string, Row> | undefined, seq: number): boolean {
  const there = new Set([...(rows?.values() ?? [])].map((row) => row.seq))
  return Array.from({ length: seq }, (_, index) => index + 1).some((each) => !there.has(each))
}

/** Until it succeeds; whoever is disconnected again asks again when they are back. */
async function insistOn(work: () => Promise<void>, isWanted: () => boolean): Promise<void> {
  while (isWanted())
    try {
      return await work()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
}

/** Of an agent or an owner: all conversations of the workspace. */
export const watchDesk = (person: Person, url: string): Promise<View> =>
  watch({
    ...{ name: person.name, url, token: person.token, isVisitor: false },
    async list() {
      const all = await conversationsOf(person, {})
      // One that changed meanwhile has moved to the front, past the page that was read.
      const [first] = all
      return first ? [...all, ...(await conversationsOf(person, { updated_after: first.updatedAt }))] : all
    },
    async read(id) {
      const given = { id, limit: 100 }
      const [said, noted] = await Promise.all([person.call(listAgentMessages, given), person.call(listNotes, given)])
      return [...said.messages, ...noted.notes]
    },
  })

async function conversationsOf(person: Person, filter: { updated_after?: string }): Promise<Conversation[]> {
  const all: Conversation[] = []
  for (;;) {
    const last = all.at(-1)
    const page = await person.call(listAgentConversations, { limit, ...filter, ...(last && { before: last.id }) })
    all.push(...page.conversations)
    if (page.conversations.length < limit) return all
  }
}

/** Of a visitor: their own conversations, without notes. */
export const watchWidget = (visitor: TestVisitor, url: string, name: string): Promise<View> =>
  watch({
    ...{ name, url, token: visitor.token, isVisitor: true },
    list: async () => (await visitor.call(listWidgetConversations, {})).conversations,
    read: async (conversationId) => (await visitor.call(listWidgetMessages, { conversationId, limit: 100 })).messages,
  })
