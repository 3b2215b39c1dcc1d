import type { PlatformName } from '@parley/contracts/connections/platform'
import type { CallFault, EventFault, Faults } from '@parley/testing/platforms/faults'

/** The emoji that everybody reacts with. */
export const emoji = ['👍', '🎉', '👀'] as const
export type StormEmoji = (typeof emoji)[number]

/** Whoever writes there. */
export const foreigners = ['zoe', 'yan'] as const
export type Foreigner = (typeof foreigners)[number]

/** A small one. */
export interface StormFile {
  name: string
  bytes: Buffer
}

/** A message as it stands on a platform. */
export interface MessageThere {
  id: string
  content: string
  rootId: string | undefined
  /** What its files are called. */
  files?: readonly string[]
  /** Of our account; of people there it knows itself. */
  ownReactions: readonly string[]
}

/** A platform as a storm sees it: one bridged channel, in which people act as they do in its own client. */
export interface Side {
  platform: PlatformName
  /** What integrations is started with. */
  env: Record<string, string>
  credentials: Record<string, string>
  /** The bridged channel’s name there. */
  channel: string
  /** How many characters a message there may have; undefined: as many as here. */
  splitsAt?: number
  /** What does not cross. */
  lacks: {
    deletionsIn?: true
    reactionsOut?: true
    secondReaction?: true
    confirmation?: true
    filesIn?: true
    /** Their names go, in the text. */
    filesOut?: true
  }
  /** Does what a person does there once the connection is made. */
  begin(eventsUrl: string): Promise<void>
  /** The id of what is written, perhaps in the thread of a root, with a file. */
  post(by: Foreigner, content: string, rootId?: string, file?: StormFile): string
  edit(id: string, content: string): void
  remove(id: string): void
  react(by: Foreigner, id: string, which: StormEmoji, isAdded: boolean): void
  messages(): MessageThere[]
  readonly faults: { calls: Faults<CallFault>; events?: Faults<EventFault> }
  /** What may become of an event there. */
  losses: Chances<EventFault>
  /** Cuts what is open, once. */
  disconnect(): void
  /** Once all that was sent was taken. */
  settled(): Promise<void>
}

export type Chances<Fault> = readonly (readonly [chance: number, fault: Fault])[]

/** Where nobody promises that events come, in their order, and once. */
export const lossy: Chances<EventFault> = [
  [0.1, { kind: 'repeat' }],
  [0.08, { kind: 'reorder' }],
  [0.05, { kind: 'delay', ms: 700 }],
  [0.08, { kind: 'drop' }],
]

/** Those people there, as the platform knows them. */
export const peopleOf = <Id>(add: (name: string) => Id) =>
  Object.fromEntries(foreigners.map((name) => [name, add(name)])) as Record<Foreigner, Id>
