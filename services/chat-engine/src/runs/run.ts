import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import type { Trace } from '@parley/kit/trace'

/** Identifies a run: every statement names the workspace. */
export interface RunRef {
  workspaceId: string
  id: string
}

/** What a run does right now, or how it ended. `waiting`: for a person's approval of a tool. */
export type RunStatus = 'running' | 'waiting' | 'done' | 'stopped' | 'failed'

/** Where the answer goes: a private conversation, or a channel and perhaps a thread in it. */
export type Destination = { sessionId: string } | { channelId: string; threadId: string | null }

/** A caller's own key, and the hash of what they have used it for. */
export interface RequestKey {
  key: string
  hash: string
}

/** A run as it is started. */
export interface NewRun<Request = unknown> {
  workspaceId: string
  userId: string
  destination: Destination
  /** The twin that answers. */
  twinId: string | null
  /** The run whose question this one answers again. */
  retryOf: string | null
  /** The message that it answers, where it is stored already. */
  questionId: string | null
  /** Under which nothing is asked twice. */
  requestKey: RequestKey | null
  /** What was asked: JSON with which any replica can go on with the run. */
  request: Request
  trace: Trace
}

/** A run that has been stored. */
export type Run<Request = unknown> = NewRun<Request> & RunRef

/** A file of an answer, and where it is: among a channel's, which are messaging's, or a private conversation's. */
export type AnswerFile = UnsignedAttachment & { place: 'channel' | 'session' }

/** One event of a run's log, as it is stored and as every client receives it. */
export interface RunEvent {
  /** Counts from 1 in each run. */
  number: number
  event: string
  data: unknown
}

/** Whether nothing follows an event of this name. */
export const isLast = ({ event }: RunEvent): boolean => event === 'done' || event === 'error'
