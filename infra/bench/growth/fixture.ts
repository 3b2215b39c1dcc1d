import { randomBytes, randomUUID } from 'node:crypto'
import { createRandom, oneOf, type Random } from './random.ts'

export interface Person {
  id: string
  name: string
}

export interface Channel {
  id: string
  name: string
  workspace: number
  isPrivate: boolean
  isGeneral: boolean
  /** The first created it. */
  members: Person[]
  /** How many messages it gets, deleted ones included. */
  messages: number
}

export interface Workspace {
  id: string
  people: Person[]
}

/** Workspaces, people and channels, and how many messages each channel gets. */
export interface Fixture {
  workspaces: Workspace[]
  channels: Channel[]
  /** A member of 200 channels with 1 % of all messages; can read no other. */
  reader: Person
  /** In the largest channel and in every other private one of the first workspace. */
  insider: Person
  largest: Channel
  /** The reader's 200. */
  readers: Set<Channel>
}

const otherWorkspaces = 9
const readersChannels = 200
const readersShare = 0.01
const privateChannels = 300
const channelsElsewhere = 30
/** Enough for 60,000 that are not replies. */
const leastOfLargest = 72_000

/**
 * A first workspace of 2,000 people, where the reader sees 200 of 501 channels, and nine of 200 people. Sizes
 * follow Zipf's law: the k-th channel has 1/k of the first one's messages.
 */
export function planFixture(messages: number, names: readonly string[]): Fixture {
  if (messages < 100_000) throw new Error('A population has at least 100,000 messages.')
  const random = createRandom(1)
  let numbered = 0
  const peopleOf = (count: number): Person[] =>
    Array.from({ length: count }, () => ({ id: randomUUID(), name: `${oneOf(names, random)}${++numbered}` }))
  const workspaces = [2_000, ...Array<number>(otherWorkspaces).fill(200)].map((count) => ({
    id: randomUUID(),
    people: peopleOf(count),
  }))
  const [first] = workspaces as [Workspace]
  const [, reader, insider] = first.people as [Person, Person, Person]
  const others = first.people.slice(3)
  const channels: Channel[] = []
  const open = (name: string, channel: Pick<Channel, 'members' | 'workspace'> & Partial<Channel>): Channel => {
    const opened = { id: randomUUID(), name, isPrivate: true, isGeneral: false, messages: 0, ...channel }
    channels.push(opened)
    return opened
  }
  const some = (people: readonly Person[], count: number): Person[] => sample(people, count, random)

  const largestCount = Math.max(leastOfLargest, Math.floor(messages * 0.1))
  const readersCount = Math.floor(messages * readersShare)
  const rest = messages - largestCount - readersCount
  const largest = open('largest', { workspace: 0, members: [insider, ...some(others, 1_000)], messages: largestCount })

  const readers = [open('general', { workspace: 0, members: first.people, isPrivate: false, isGeneral: true })]
  for (let i = 1; i < readersChannels; i++)
    readers.push(open(`reader-${i}`, { workspace: 0, isPrivate: i % 4 !== 0, members: [reader, ...some(others, 19)] }))
  share(readers, readersCount, 5)

  const hidden: Channel[] = []
  for (let i = 0; i < privateChannels; i++)
    hidden.push(open(`private-${i}`, { workspace: 0, members: [insider, ...some(others, 29)] }))
  share(hidden, Math.floor(rest * 0.4), 5)

  const elsewhere: Channel[] = []
  for (let workspace = 1; workspace <= otherWorkspaces; workspace++) {
    const { people } = workspaces[workspace]!
    elsewhere.push(open('general', { workspace, members: people, isPrivate: false, isGeneral: true }))
    for (let i = 1; i < channelsElsewhere; i++)
      elsewhere.push(open(`team-${i}`, { workspace, isPrivate: i % 2 === 0, members: some(people, 20) }))
  }
  share(elsewhere, rest - Math.floor(rest * 0.4), 5)
  return { workspaces, channels, reader, insider, largest, readers: new Set(readers) }
}

/** Distributes this many messages, most to the first: at least `least` each. */
function share(channels: Channel[], messages: number, least: number): void {
  const weights = channels.map((_, i) => 1 / (i + 1))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const spare = messages - least * channels.length
  if (spare < 0) throw new Error(`${messages} messages are too few for ${channels.length} channels.`)
  let left = spare
  for (const [i, channel] of channels.entries()) {
    const part = Math.floor((spare * weights[i]!) / sum)
    channel.messages = least + part
    left -= part
  }
  channels[0]!.messages += left
}

function sample<T>(list: readonly T[], count: number, random: Random): T[] {
  const copy = [...list]
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (copy.length - i))
    ;[copy[i], copy[j]] = [copy[j]!, copy[i]!]
  }
  return copy.slice(0, count)
}

/** An API key such as the gateway gives out. */
export const newKey = (): string => `prl_sk_live_${randomBytes(16).toString('hex')}`
