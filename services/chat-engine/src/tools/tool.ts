import type { AnswerSource } from '@parley/contracts/chat/answer-source'
import type { Permission } from '@parley/contracts/tools/tools'
import type { Trace } from '@parley/kit/trace'
import type { ToolDescription } from '../engines/engine.ts'
import type { Findings } from '../engines/findings.ts'
import type { Destination } from '../runs/run.ts'

/** For whom, and for which readers, a tool is run. */
export interface ToolScope {
  workspaceId: string
  userId: string
  destination: Destination
  /** The twin that answers: what it alone knows is found for it alone. */
  twinId?: string | null
  /** The message that is answered, where it is stored. */
  questionId?: string | null
  trace: Trace
}

/** What a tool answered: text for the engine, of which it gets `maxResultLength`. */
export interface ToolResult {
  text: string
  failed: boolean
  found?: Findings
  /** What it found that an answer may name by its id. */
  sources?: readonly AnswerSource[]
  /** Addresses that it found for the engine to open. */
  links?: readonly string[]
}

/**
 * What a tool reads: nothing that some reader of the answer may not; pages of the web; or what somebody else has, such as
 * the company's other programs.
 */
export type Reads = 'readable' | 'web' | 'elsewhere'

/** Something that an engine may ask for. */
export interface Tool extends ToolDescription {
  reads: Reads
  /** Milliseconds that it may take. */
  timeoutMs: number
  /**
   * The address that a call would open, where that is the engine's to choose: what it knows could be sent along in it.
   * Unless the person or a search named it, the call needs an approval.
   */
  opens?(input: unknown): string | undefined
  /**
   * The text that a call would send to somebody else, where that is the engine's to choose. Once the engine has read what
   * others wrote, a call whose text has words that the person did not write needs an approval.
   */
  sends?(input: unknown): string | undefined
  /** Has what a call needs loaded while the engine writes, where that takes long. Never throws. */
  prepare?(): void
  /**
   * Runs it. The input is what an engine wrote: the tool checks it, and answers what is wrong with it.
   *
   * @throws when it cannot be run; the engine gets that as its result, and goes on
   */
  run(input: unknown, scope: ToolScope, signal: AbortSignal): Promise<ToolResult>
}

/** A tool with what applies to it in a run; one that is denied is not among the run's. */
export interface GrantedTool extends Tool {
  permission: Exclude<Permission, 'deny'>
}

/** Characters of a tool's answer that an engine is given. */
export const maxResultLength = 20_000
/** Of them, what is left for what stands around a list. */
const maxFrameLength = 1_000

/** Of the items of a list those that fit into a tool's answer together, as JSON. */
export function fitting<T>(items: readonly T[]): T[] {
  let left = maxResultLength - maxFrameLength
  return items.filter((item) => {
    const { length } = JSON.stringify(item)
    if (length >= left) return false
    left -= length + 1
    return true
  })
}
