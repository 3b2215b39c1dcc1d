import type { Db } from '../context.ts'
import type { Usage } from '../engines/engine.ts'
import type { AnswerFile, Run } from './run.ts'
import type { ToolEvent } from './tool-events.ts'

/** A run that this process works on. Its work keeps what it has done here, so that it counts however the run ends. */
export type ActiveRun<Request> = Run<Request> & {
  /** Aborted when the run is to end: stopped, out of time, or no longer this process's. */
  signal: AbortSignal
  /** The answer so far. */
  reply: string
  /** What was made for it. It is stored, and becomes the answer's when the run ends. */
  attachments: AnswerFile[]
  model: string | null
  toolsUsed: Set<string>
  /** The events of its calls of tools. */
  toolEvents: ToolEvent[]
  confidence: number | null
  usage: Usage
  /** What the turn under way had used when it began, which is no part of `usage` yet. */
  begun: { model: string; usage: Usage } | null
  /** Why the answer ends where it does. */
  stopReason: string | null
  /** When it began, by this process's clock. */
  startedAt: number
  /** Appends a piece to the answer. */
  say(text: string): void
  /** Appends another event. */
  emit(event: string, data: unknown): void
  /**
   * What the run had done when it began to wait, in a process that has died since; undefined for one that begins. Its
   * work then goes on with `suspension.during`.
   */
  resumed: unknown
  /** How it waits for somebody; null of a trial, which is stored nowhere: nobody could be asked. */
  suspension: Suspension | null
}

export interface Suspension {
  /**
   * Begins to wait for somebody. Another process goes on with the run if this one dies meanwhile.
   *
   * @param state all that the work needs to go on, as JSON: what it finds in `resumed` then
   * @param alongside writes what is waited for, in the transaction in which the wait begins
   */
  begin(state: unknown, alongside: (tx: Db) => Promise<unknown>): Promise<void>
  /** Waits, which does not count as the run's time, and goes on. */
  during<T>(wait: (signal: AbortSignal) => Promise<T>): Promise<T>
}

/** Answers a run. It returns when the answer is whole, and throws what keeps it from being so. */
export type RunWork<Request> = (run: ActiveRun<Request>) => Promise<void>
