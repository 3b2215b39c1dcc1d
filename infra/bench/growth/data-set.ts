import type { Fixture } from './fixture.ts'
import { createRandom } from './random.ts'

/** The messages of all channels in one order, oldest first; a message's index is its ordinal number. Typed arrays: there are ten million. */
export interface DataSet {
  /** The channel's index. */
  channelOf: Uint16Array
  /** Its number in its channel. */
  seqOf: Int32Array
  /** The root's ordinal, or -1. */
  parentOf: Int32Array
  isDeleted: Uint8Array
  /** The ordinals of a root's replies that are not deleted, in order. */
  repliesTo(root: number): number[]
}

const repliesShare = 0.12
const deletedShare = 0.005
/** Replies answer one of this many latest roots of their channel. */
const recentRoots = 10

/** Shuffles all channels' messages into one history, and makes some of them replies to recent roots. */
export function generateDataSet({ channels }: Fixture): DataSet {
  const random = createRandom(2)
  const total = channels.reduce((sum, { messages }) => sum + messages, 0)
  const channelOf = new Uint16Array(total)
  let ordinal = 0
  for (const [index, { messages }] of channels.entries()) {
    channelOf.fill(index, ordinal, ordinal + messages)
    ordinal += messages
  }
  for (let i = total - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = channelOf[i]!
    channelOf[i] = channelOf[j]!
    channelOf[j] = kept
  }

  const parentOf = new Int32Array(total).fill(-1)
  const seqOf = new Int32Array(total)
  const isDeleted = new Uint8Array(total)
  // Each root's replies as a linked list: from the root to the first, and from each to the next; 0 ends it.
  const nextReply = new Int32Array(total)
  const lastReply = new Int32Array(total)
  const roots = channels.map(() => [] as number[])
  const counted = new Int32Array(channels.length)
  for (let i = 0; i < total; i++) {
    const recent = roots[channelOf[i]!]!
    seqOf[i] = ++counted[channelOf[i]!]!
    isDeleted[i] = Number(random() < deletedShare)
    if (recent.length > 0 && random() < repliesShare) {
      const root = recent[Math.floor(random() * recent.length)]!
      parentOf[i] = root
      if (isDeleted[i]) continue
      nextReply[lastReply[root]! || root] = i
      lastReply[root] = i
    } else if (!isDeleted[i]) {
      recent.push(i)
      if (recent.length > recentRoots) recent.shift()
    }
  }
  const repliesTo = (root: number): number[] => {
    const replies: number[] = []
    if (parentOf[root]! < 0) for (let i = nextReply[root]!; i > 0; i = nextReply[i]!) replies.push(i)
    return replies
  }
  return { channelOf, seqOf, parentOf, isDeleted, repliesTo }
}
