/** A message as the platform acknowledged it, beside what was to be posted. */
export interface Acknowledged {
  id: string
  seq: number
  authorId: string
  parentId: string | null
  content: string
  /** When its sending began. */
  sentAt: number
}

/** A message as a socket received it. */
export interface Received {
  id: string
  seq: number | null
  user_id: string | null
  parent_message_id: string | null
  content: string
}

const shownViolations = 20

/**
 * Watches one channel: every one of its people must receive every message once, in order, as it was acknowledged.
 * Messages are compared as they come and forgotten, so that a busy day fits in memory.
 */
export function createVerifier(channel: string, people: readonly string[]) {
  /** By seq: the fingerprint of what its first receiver received. */
  const firsts = new Map<number, string>()
  const lastSeq = new Map(people.map((person) => [person, 0]))
  const seqs: number[] = []
  const times: number[] = []
  const violations: string[] = []
  let count = 0

  function violated(text: string): void {
    count++
    if (violations.length < shownViolations) violations.push(`${channel}: ${text}`)
  }

  return {
    received(person: string, message: Received, at: number): void {
      const last = lastSeq.get(person)
      if (last === undefined) {
        violated(`${person} received a message of a channel that they are not in`)
        return
      }
      const seq = message.seq ?? Number.NaN
      if (seq <= last) violated(`${person} received ${seq} after ${last}: twice, or out of order`)
      else if (seq !== last + 1)
        violated(`${person} received ${seq} after ${last}: ${seq - last - 1} are missing between`)
      lastSeq.set(person, Math.max(last, seq))
      seqs.push(seq)
      times.push(at)
      const print = fingerprint(message.id, message.user_id, message.parent_message_id, message.content)
      const first = firsts.get(seq)
      if (first === undefined) firsts.set(seq, print)
      else if (first !== print) violated(`${person} received another message ${seq} than others did`)
    },

    /** How many deliveries have come so far. */
    get deliveries(): number {
      return seqs.length
    },

    /**
     * Compares what was received with what was acknowledged; `inOrder`: messages were sent one after another,
     * in this order.
     */
    verify(acknowledged: readonly Acknowledged[], { inOrder }: { inOrder: boolean }) {
      const bySeq = new Map(acknowledged.map((message) => [message.seq, message]))
      if (bySeq.size !== acknowledged.length) violated('two messages were acknowledged under one number')
      for (const [index, message] of acknowledged.entries()) {
        if (inOrder && message.seq !== index + 1)
          violated(`message ${index + 1} of the day was numbered ${message.seq}`)
        const print = firsts.get(message.seq)
        if (print === undefined) violated(`nobody received ${message.seq}`)
        else if (print !== fingerprint(message.id, message.authorId, message.parentId, message.content))
          violated(`${message.seq} was received with another text, author or thread than it was sent with`)
      }
      for (const [person, last] of lastSeq)
        if (last !== acknowledged.length) violated(`${person} received up to ${last} of ${acknowledged.length}`)
      const latencies = seqs.map((seq, index) => times[index]! - (bySeq.get(seq)?.sentAt ?? Number.NaN))
      return { violations, count, latencies: latencies.filter((latency) => !Number.isNaN(latency)) }
    },
  }
}

const fingerprint = (id: string, author: string | null, parent: string | null, content: string): string =>
  JSON.stringify([id, author, parent, content])
