import { connect, type Realtime } from '@parley/client/realtime'
import type { Person } from '@parley/testing/people'

/** Someone's connected client, and the messages it received, in order. */
export interface Listener {
  name: string
  person: Person
  realtime: Realtime
  received: Map<string, { id: string; seq: number; content: string }[]>
  problems: unknown[]
  lastSeq(channelId: string): number
}

export async function listen(person: Person, gatewayUrl: string, name: string): Promise<Listener> {
  const received: Listener['received'] = new Map()
  const problems: unknown[] = []
  const realtime = connect({
    url: gatewayUrl,
    token: person.token,
    reconnectDelayMs: 100,
    onError: (error) => problems.push(error),
  })
  realtime.on('message.created', ({ channel_id, seq, data }) => {
    const channel = received.get(channel_id!) ?? []
    received.set(channel_id!, channel)
    channel.push({ id: data.id, seq: seq!, content: data.content })
  })
  realtime.onStatus((status, why) => {
    if (status === 'closed' && why?.code !== 'closed') problems.push(why)
  })
  await realtime.ready
  return {
    name,
    person,
    realtime,
    received,
    problems,
    lastSeq: (channelId) => received.get(channelId)?.at(-1)?.seq ?? 0,
  }
}
