import type { Picture } from '../engines/engine.ts'
import type { MediaKind } from '../tools/media.ts'
import type { Personality } from '../twins/personality.ts'
import type { AttachedText, Attachment } from './attachments.ts'

/** What a chat run was asked: all that a replica needs to end it, and what its events say of it. */
export interface ChatRequest {
  message: string
  /** Who answers, as they were when they were asked. */
  personality: Pick<Personality, 'handle' | 'name' | 'instructions' | 'tools'>
  model: string
  /** Where it was asked, and for whom, as the client labels them. */
  platform: string
  label: string | null
  context: Record<string, unknown> | null
  /** The conversation's id, as answers name it. */
  sessionId: string
  /** Whether the web may be searched. */
  usesWeb: boolean
  /** Whether the person said that it is to be. */
  wantsWeb?: boolean
  /** What is to be made of the message, where the answer is no text. */
  makes?: MediaKind
  /** Whether pictures or attachments came with it, which are not stored. */
  hasExtras: boolean
  /** The question of a private conversation that it takes the place of. */
  replaces: string | null
  /** When the message of a channel was written that called the twin; undefined where the chat was asked. */
  askedAt?: string
  /** Somebody of a connected platform asks, on behalf of the run's user. */
  isBridged?: boolean
  /** Since when people of a platform read the channel that it is answered in, as it was when the run began. */
  outwardSince?: string | null
}

/** What a stored run was asked. */
export const requestOf = ({ request }: { request: unknown }): ChatRequest => request as ChatRequest

/** What only the process that was asked has. */
export interface ChatExtras {
  pictures: readonly Picture[]
  attachments: readonly Attachment[]
}

/** The same once it was read, as turns are given it. A run that waits keeps it, so that any replica can go on. */
export interface ReadExtras {
  pictures: readonly Picture[]
  attachments: readonly AttachedText[]
}

export const noExtras = { pictures: [], attachments: [] } satisfies ChatExtras & ReadExtras
