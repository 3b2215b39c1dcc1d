import { transaction } from '@parley/kit/outbox'
import { traceFrom } from '@parley/kit/trace'
import { randomOf } from '@parley/testing/random'
import type { Db } from '../src/context.ts'
import { assign, reopen, resolve, silenceAi } from '../src/domain/conversation-rules.ts'
import { beginDraft, say } from '../src/domain/draft.ts'
import { insertConversation, lockConversation, lockConversationForAi, newId } from '../src/store/conversations.ts'
import { saveDraft } from '../src/store/drafts.ts'

const trace = traceFrom(undefined, undefined)

const deeds = ['answer', 'claim', 'resolve'] as const

export interface Meetings {
  met: Record<(typeof deeds)[number], { spoken: number; silenced: number }>
  broken: string[]
}

/**
 * Lets AI and an agent act in a new conversation at once, many times: AI begins, and then both act in whatever order it
 * happens to be, with random pauses. The agent answers, only claims it, or resolves what its visitor then opens again: to AI
 * that conversation looks as it did before.
 *
 * @returns how often AI has spoken and was silenced, by what the agent did, and the conversations in which it spoke after that
 */
export async function speakAtOnce(
  db: Db,
  workspaceId: string,
  agentId: string,
  { times, seed }: { times: number; seed: number },
): Promise<Meetings> {
  const random = randomOf(seed)
  const visitor = await db
    .selectFrom('visitors')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .limit(1)
    .executeTakeFirstOrThrow()
  const none = () => ({ spoken: 0, silenced: 0 })
  const result: Meetings = { met: { answer: none(), claim: none(), resolve: none() }, broken: [] }

  async function once(): Promise<void> {
    const { id, epoch } = await insertConversation(db, { workspaceId, visitorId: visitor.id, siteId: null })
    const [aiTurns, agentTurns, deed] = [turns(), turns(), deeds[Math.floor(random() * deeds.length)]!]
    const ai = async () => {
      await pause(aiTurns)
      return transaction(db, async (tx) => {
        const row = await lockConversationForAi(tx, { workspaceId, id, epoch })
        if (!row) return undefined
        await pause(aiTurns)
        const draft = beginDraft(row)
        say(draft, { ...nobody, id: await newId(tx), senderType: 'AI' })
        await saveDraft(tx, draft, trace)
        return draft.row.rev
      })
    }
    const agent = async () => {
      await pause(agentTurns)
      return transaction(db, async (tx) => {
        const draft = beginDraft((await lockConversation(tx, workspaceId, id))!)
        await pause(agentTurns)
        if (deed !== 'resolve') assign(draft, agentId)
        if (deed === 'answer') {
          say(draft, { ...nobody, id: await newId(tx), senderType: 'AGENT', senderId: agentId })
          silenceAi(draft)
        } else if (deed === 'resolve') {
          resolve(draft, { id: await newId(tx), language: 'en' })
          reopen(draft, null)
        }
        await saveDraft(tx, draft, trace)
        return draft.row.rev
      })
    }
    const [aiRev, agentRev] = await Promise.all([ai(), agent()])
    if (aiRev === undefined) result.met[deed].silenced++
    else if (aiRev < agentRev) result.met[deed].spoken++
    else result.broken.push(id)
  }

  const turns = () => Math.floor(random() * 6)
  const atOnce = 4
  for (let done = 0; done < times; done += atOnce)
    await Promise.all(Array.from({ length: Math.min(atOnce, times - done) }, once))
  return result
}

const nobody = { senderId: null, senderName: null, content: 'Hello', attachments: [] }

/** So many turns of the event loop. */
async function pause(turns: number): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve))
}
