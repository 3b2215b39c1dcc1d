import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '@parley/kit/log'
import { createImagesToLinks } from '@parley/text/images'
import type { Approvals } from '../approvals/approvals.ts'
import { addUsage, type Engine, type Message, type Stop, type ToolCall, type Turn } from '../engines/engine.ts'
import { confidenceInSearch } from '../engines/known-tools.ts'
import { storable, storableEvents } from '../engines/storable.ts'
import type { ActiveRun } from '../runs/active-run.ts'
import { createNamedUrls } from '../tools/named-urls.ts'
import { createSaidWords } from '../tools/said-words.ts'
import { type GrantedTool, maxResultLength, type ToolResult } from '../tools/tool.ts'
import type { ReadExtras } from './request.ts'

/** Turns of one run: an engine that keeps asking for tools is ended. */
const maxTurns = 12
/** Tools that one turn may ask for. */
const maxCalls = 8
const previewLength = 200

export interface Conversation {
  engine: Engine
  tools: readonly GrantedTool[]
  /** Asks people to approve calls. */
  approvals: Pick<Approvals, 'request' | 'outcomeOf'>
  /** The first turn; the tools are added to it. */
  turn: Omit<Turn, 'tools'>
  /** What came with the question, which is stored nowhere but with a run that waits. */
  extras?: ReadExtras
  /** What the person who asks has written themselves: addresses in it may be opened. */
  words: string
  /** Whether the first turn has what others wrote, an engine too; true if not given. */
  hasOthers?: boolean
  /** Is asked before each further turn, and before a call that a person has approved; what it throws ends the answer. */
  beforeTurn?: () => Promise<void>
  /** What the addresses of this deployment's own files begin with: their images are shown. */
  files?: string
  /** Reads the turn's messages again, before each further turn: what was deleted meanwhile is no part of that. */
  reread?: () => Promise<readonly Message[]>
  log: Log
}

/** One call of a tool, as `debug` shows it. */
export interface CallTrace {
  name: string
  input: unknown
  outputPreview: string
  duration: number
}

/** What a run has done when it begins to wait for a person, so that any replica can go on with it. */
interface Progress {
  /** The number of the turn whose tools are being run. */
  turn: number
  /** What came after the first turn's messages. */
  added: Message[]
  /** Results of the turn's calls that were made. */
  results: Message['parts'][number][]
  /** Its other calls; the first of them waits. */
  calls: ToolCall[]
  traces: CallTrace[]
  /** Addresses that searches found. */
  links: string[]
  approvalId: string
  extras?: ReadExtras | undefined
}

/** What came with the question of a run that goes on after a wait in another process; undefined for one that begins. */
export const keptExtras = ({ resumed }: Pick<ActiveRun<unknown>, 'resumed'>): ReadExtras | undefined =>
  (resumed as Progress | undefined)?.extras

/**
 * Lets an engine answer a run: says what it says, runs the tools it asks for, in the order it asked, and goes on with
 * their results until it has said all. A call that needs a person's approval is made once it has that; a run that has
 * waited for one in a process that died goes on where it was.
 *
 * @returns why it stopped, and the calls that were made
 */
export async function converse(
  run: ActiveRun<unknown>,
  { engine, tools, approvals, turn, extras, words, hasOthers = true, files, beforeTurn, reread, log }: Conversation,
): Promise<{ stop: Stop; calls: CallTrace[] }> {
  const resumed = run.resumed as Progress | undefined
  let before = turn.messages
  const added = resumed?.added ?? []
  const traces = resumed?.traces ?? []
  const links = resumed?.links ?? []
  const named = createNamedUrls(words, links)
  const said = createSaidWords(words)
  const images = createImagesToLinks(files)
  const emit = (event: string, data: unknown) => {
    run.toolEvents.push({ event, data })
    run.emit(event, data)
  }
  const say = (text: string) => {
    if (text !== '') run.say(text)
  }
  // The local engine asks for no tools but the searches.
  if (engine.name !== 'local') for (const tool of tools) tool.prepare?.()
  let current = resumed && { results: resumed.results, calls: resumed.calls, approvalId: resumed.approvalId }
  for (let number = resumed?.turn ?? 1; ; number++) {
    if (!current) {
      const { stop, calls } = await ask(number)
      if (number === maxTurns || (stop !== 'tools' && stop !== 'paused')) {
        say(images.end())
        return { stop, calls: traces }
      }
      if (calls.length === 0) continue
      say(images.pause())
      current = { results: [], calls, approvalId: '' }
    }
    const { results, calls } = current
    for (let call = calls[0]; call; call = calls[0]) {
      const { text, failed, found } = await callTool(call, { turn: number, results, calls })
      results.push({ type: 'tool_result', callId: call.id, source: call.name, text, failed, ...(found && { found }) })
      calls.shift()
    }
    added.push({ role: 'user', parts: results })
    current = undefined
  }

  /** Has the engine say what comes next. */
  async function ask(number: number): Promise<{ stop: Stop; calls: ToolCall[] }> {
    // What is asked of the first one was asked when the run began.
    if (number > 1) {
      await beforeTurn?.()
      if (reread) before = await reread()
    }
    const calls: ToolCall[] = []
    let said = ''
    let stop: Stop = 'end'
    const given = {
      ...turn,
      messages: [...before, ...added],
      tools:
        number === maxTurns
          ? []
          : tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    }
    for await (const event of storableEvents(engine.stream(given, run.signal))) {
      if (event.type === 'text') {
        const isAfterTools = said === '' && added.at(-1)?.role === 'user'
        if (isAfterTools && /\S$/.test(run.reply) && /^\S/.test(event.text)) say('\n\n')
        said += event.text
        say(images.push(event.text))
      } else if (event.type === 'tool_call') calls.push(event.call)
      else if (event.type === 'begun') run.begun = { model: event.model, usage: event.usage }
      else {
        run.model = event.model
        addUsage(run.usage, event.usage)
        run.begun = null
        if (event.type === 'broken_off') continue
        stop = event.stop
        if (event.confidence !== undefined) run.confidence = event.confidence
      }
    }
    const parts = [
      ...(said === '' ? [] : [{ type: 'text', text: said } as const]),
      ...calls.map((call) => ({ type: 'tool_call', call }) as const),
    ]
    if (parts.length > 0) added.push({ role: 'assistant', parts })
    return { stop, calls }
  }

  /** Runs a tool, with its four events. */
  async function callTool(
    { id, name, input }: ToolCall,
    at: Pick<Progress, 'turn' | 'results' | 'calls'>,
  ): Promise<ToolResult> {
    const waitsFor = current?.approvalId ?? ''
    if (waitsFor === '') {
      emit('tool_start', { tool: name, toolId: id, timestamp: new Date().toISOString() })
      emit('tool_call', { tool: name, input })
    }
    const refusal = at.results.length < maxCalls ? await refusalOf({ id, name, input }, waitsFor, at) : refusals.tooMany
    run.signal.throwIfAborted()
    const startedAt = performance.now()
    const result = refusal === undefined ? storable(await runTool(name, input)) : { text: refusal, failed: true }
    run.signal.throwIfAborted()
    for (const link of result.links ?? []) {
      links.push(link)
      named.add(link)
    }
    const duration = Math.round(performance.now() - startedAt)
    const preview = previewOf(result.text)
    emit('tool_result', { tool: name, duration, resultPreview: preview, sources: result.sources })
    emit('tool_complete', { tool: name, toolId: id, success: !result.failed, duration })
    if (!result.failed) run.toolsUsed.add(name)
    const confidence = confidenceInSearch(name, input, result.found?.sources)
    if (confidence !== undefined) run.confidence = Math.max(run.confidence ?? 0, confidence)
    traces.push({ name, input, outputPreview: preview, duration })
    return { ...result, text: result.text.slice(0, maxResultLength).toWellFormed() }
  }

  /** Why a call may not be made, once a person has decided about it where it needs one. */
  async function refusalOf(
    { id, name, input }: ToolCall,
    waitsFor: string,
    at: Pick<Progress, 'turn' | 'results' | 'calls'>,
  ): Promise<string | undefined> {
    const { suspension } = run
    const reason = waitsFor === '' ? reasonToAsk(name, input) : undefined
    if (waitsFor === '' && !reason) return undefined
    if (!suspension) return refusals.impossible
    const approvalId = reason ? randomUUID() : waitsFor
    if (reason) {
      const progress: Progress = { ...at, added, traces, links, approvalId, extras }
      await suspension.begin(progress, (tx) =>
        approvals.request(tx, run, { id: approvalId, tool: name, input, reason }),
      )
      emit('tool_approval', { tool: name, toolId: id, approvalId })
    }
    if (current) current.approvalId = ''
    const outcome = await suspension.during((signal) => approvals.outcomeOf(run, approvalId, signal))
    if (outcome !== 'approved') return refusals[outcome]
    await beforeTurn?.()
    return undefined
  }

  /** Why a call needs a person's approval, if it does. */
  function reasonToAsk(name: string, input: unknown): 'permission' | 'untrusted_url' | undefined {
    const tool = tools.find((each) => each.name === name)
    if (tool?.permission === 'ask') return 'permission'
    const text = tool?.sends?.(input)
    if (text !== undefined && (hasOthers || hasReadOthers()) && !said.hasAll(text)) return 'permission'
    const url = tool?.opens?.(input)
    return url === undefined || named.has(url) ? undefined : 'untrusted_url'
  }

  /** Whether a tool has answered what is not the web's. */
  function hasReadOthers(): boolean {
    const others = tools.filter(({ reads }) => reads !== 'web').map(({ name }) => name)
    return added.some(({ parts }) => parts.some((part) => part.type === 'tool_result' && others.includes(part.source)))
  }

  /** A tool that fails is an answer to the engine, not an error of the run. */
  async function runTool(name: string, input: unknown): Promise<ToolResult> {
    const tool = tools.find((each) => each.name === name)
    if (!tool) return { text: `There is no tool ${name.slice(0, 100)}.`, failed: true }
    const ended = new AbortController()
    const timeout = AbortSignal.timeout(tool.timeoutMs)
    const signal = AbortSignal.any([run.signal, timeout, ended.signal])
    try {
      return await Promise.race([tool.run(input, run, signal), failAfter(tool.timeoutMs, ended.signal)])
    } catch (error) {
      if (!run.signal.aborted && !timeout.aborted) log.warn({ err: error, tool: name }, 'a tool failed')
      const why = timeout.aborted ? 'It took too long.' : 'It cannot be used right now.'
      return { text: why, failed: true }
    } finally {
      ended.abort()
    }
  }
}

const refusals = {
  tooMany: `At most ${maxCalls} tools at once.`,
  impossible: 'This call needs a person’s approval, which cannot be given in a trial.',
  denied: 'A person has decided that this call must not be made.',
  expired: 'Nobody has approved this call in time.',
  cancelled: 'This call was not approved.',
}

/** Ends the wait for a tool that does not heed its signal. */
async function failAfter(ms: number, signal: AbortSignal): Promise<never> {
  await wait(ms, undefined, { signal })
  throw new Error('The tool took too long.')
}

/** At most 200 characters, none of them half. */
function previewOf(text: string): string {
  const preview = text.slice(0, previewLength)
  return preview.isWellFormed() ? preview : preview.slice(0, -1)
}
