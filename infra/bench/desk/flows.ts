import { EventEmitter, once } from 'node:events'
import type WebSocket from 'ws'
import { openLightSocket } from '../light-socket.ts'
import type { DeskSite } from './population.ts'

/** What visitors and agents say to each other, one after another. */
export interface DeskFlows {
  works: Record<string, (i: number) => Promise<void>>
  close(): void
}

const eventType = 'conversation.message'
const deliveredWithinMs = 20_000

/** With an agent's socket, who receives all of the workspace, and one of each visitor's. */
export async function openDeskFlows({ stack, agents, visitors }: DeskSite): Promise<DeskFlows> {
  const received = new EventEmitter().setMaxListeners(visitors.length)
  const sockets: WebSocket[] = []
  const listen = async (who: 'agent' | 'visitor', token: string) => {
    const socket = await openLightSocket(stack.url, token, (type, { data }) => {
      if (type === eventType) received.emit(`${who} ${data.content}`)
    })
    sockets.push(socket)
  }
  await listen('agent', agents[0]!.key)
  for (const { token } of visitors) await listen('visitor', token)

  const send = async (path: string, token: string, body: { content: string }): Promise<void> => {
    const answer = await fetch(`${stack.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${text.slice(0, 300)}`)
  }
  const visitorOf = (i: number) => visitors[i % visitors.length]!
  const fromVisitor = (i: number, content: string) => send('/api/widget/messages', visitorOf(i).token, { content })
  const fromAgent = (i: number, content: string) =>
    send(`/api/agent/conversations/${visitorOf(i).conversationId}/messages`, agents[0]!.key, { content })
  const delivered = async (to: 'agent' | 'visitor', sending: (content: string) => Promise<void>) => {
    const content = newContent()
    const signal = AbortSignal.timeout(deliveredWithinMs)
    await Promise.all([once(received, `${to} ${content}`, { signal }), sending(content)])
  }
  return {
    works: {
      'message of a visitor': (i) => fromVisitor(i, newContent()),
      'message of an agent': (i) => fromAgent(i, newContent()),
      'send to receive, visitor to agent': (i) => delivered('agent', (content) => fromVisitor(i, content)),
      'send to receive, agent to visitor': (i) => delivered('visitor', (content) => fromAgent(i, content)),
    },
    close: () => {
      for (const socket of sockets) socket.terminate()
    },
  }
}

let written = 0
const newContent = () => `${Date.now()}-${++written} Is the order on its way?`
