import { randomUUID } from 'node:crypto'
import { fullAddressesIn, withoutAddresses } from './addresses.ts'
import type { Engine, EngineEvent, Message, Part, Turn, Usage } from './engine.ts'
import { comesWithSources, givenSources, unreadIn } from './given-sources.ts'
import { channelSummaryName, knowledgeSearchName, maxWebQuery, webScrapeName, webSearchName } from './known-tools.ts'
import { compose, confidenceIn, coverageOf, minCoverage, type Quotable, termsIn } from './quoting.ts'
import { composeSummary, confidenceInSummary } from './quoting-summary.ts'
import { summaryRequestIn } from './summary-request.ts'

type Result = Part & { type: 'tool_result' }

/** Addresses of a question that are opened at most. */
const maxPages = 3

/**
 * The engine that needs no model: it looks the question up, and answers with whole sentences of what it was given and what
 * it found, each with its source; asked for a summary, with those that say most. It says nothing of its own but what it
 * could not do, and that it found nothing where it did not.
 */
export function createLocalEngine(): Engine {
  async function* stream(turn: Turn, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    signal.throwIfAborted()
    const results = turn.messages.at(-1)!.parts.filter((part) => part.type === 'tool_result')
    const query = questionOf(turn.messages)
    const asked = turn.messages.findLast(({ role, parts }) => role === 'user' && parts.some(isText))
    const calls = results.length > 0 ? [] : callsFor(turn, query, asked)
    if (calls.length > 0) {
      for (const call of calls) yield { type: 'tool_call', call: { id: randomUUID(), ...call } }
      yield end(turn, 'tools', query)
      return
    }
    const summary = results.find(({ found }) => found?.summary)?.found?.summary
    const given = asked ? givenSources(asked, query) : []
    const found = results.flatMap((result) => sourcesOf(result, query))
    const sources = [...given, ...found]
    const answer = summary ? composeSummary(summary) : compose(query, sources) || nothingFor(results)
    const text = [...lacks(turn, asked, results), answer].filter(Boolean).join(' ')
    let written = ''
    try {
      for (const piece of text.match(/\S+\s*/g) ?? []) {
        signal.throwIfAborted()
        written += piece
        yield { type: 'text', text: piece }
      }
    } catch (error) {
      const { model, usage } = end(turn, 'end', written)
      yield { type: 'broken_off', model, usage }
      throw error
    }
    const confidence = summary ? confidenceInSummary(summary) : confidenceIn(query, sources)
    yield { ...end(turn, 'end', text), confidence }
  }
  return { name: 'local', stream }
}

/** What answers a question, of what it may call: a summary where it asks for one, and searches otherwise. */
function callsFor(
  { tools, wantsWeb }: Turn,
  query: string,
  asked: Message | undefined,
): { name: string; input: Record<string, unknown> }[] {
  const mayCall = (name: string) => tools.some((tool) => tool.name === name)
  const request =
    asked && !comesWithSources(asked) && mayCall(channelSummaryName) ? summaryRequestIn(query, Date.now()) : undefined
  if (request) {
    const { channel, isWholeChannel, since, until, last } = request
    const input = {
      ...(channel !== null && { channel }),
      ...(isWholeChannel && { whole_channel: true }),
      ...(since !== null && { since: new Date(since).toISOString() }),
      ...(until !== null && { until: new Date(until).toISOString() }),
      ...(last !== null && { last }),
    }
    return [{ name: channelSummaryName, input }]
  }
  const searches = [
    ...fullAddressesIn(query)
      .slice(0, maxPages)
      .map((url) => ({ name: webScrapeName, input: { url } })),
    { name: knowledgeSearchName, input: { query } },
    ...(wantsWeb ? [{ name: webSearchName, input: { query: query.slice(0, maxWebQuery) } }] : []),
  ]
  return searches.filter(({ name }) => mayCall(name))
}

/** What a tool has found. A page that the question names is quoted in any case: what of it answers best, or its beginning. */
function sourcesOf({ source, found }: Result, query: string): readonly Quotable[] {
  const sources = found?.sources ?? []
  if (source !== webScrapeName) return sources
  const terms = termsIn(withoutAddresses(query))
  return sources.map((page) => ({
    ...page,
    coverage: Math.max(minCoverage, coverageOf(page.text, terms)),
    isGiven: true,
  }))
}

/** What it says where no source answers; nothing where it could look nowhere, and has said why. */
function nothingFor(results: readonly Result[]): string {
  if (results.length === 0) return 'I may not search the workspace, and what I was given does not answer that.'
  return results.every(({ failed }) => failed) ? '' : 'I found nothing about that.'
}

/** What of the question it could not look at, and where it could not look, in sentences. */
function lacks({ tools, wantsWeb }: Turn, asked: Message | undefined, results: readonly Result[]): string[] {
  const failed = results.filter((result) => result.failed)
  return [
    ...(asked?.parts.some(({ type }) => type === 'picture') ? ['I cannot see pictures.'] : []),
    ...(asked ? unreadIn(asked) : []),
    ...(wantsWeb && !tools.some(({ name }) => name === webSearchName) ? ['I may not search the web here.'] : []),
    ...(asked && fullAddressesIn(questionOf([asked])).length > 0 && !tools.some(({ name }) => name === webScrapeName)
      ? ['I may not open web pages here.']
      : []),
    ...failed.map(({ source, text }) => `I could not ${deeds[source] ?? 'look there'}. ${text}`),
  ]
}

const deeds: Record<string, string> = {
  [knowledgeSearchName]: 'search the workspace',
  [webSearchName]: 'search the web',
  [webScrapeName]: 'open that page',
  [channelSummaryName]: 'summarize that',
}

/** Words stand for tokens. */
function end(turn: Turn, stop: 'end' | 'tools', written: string): EngineEvent & { type: 'end' } {
  const words = (text: string) => text.split(/\s+/).length
  const read = turn.messages.flatMap(({ parts }) =>
    parts.map((part) => (part.type === 'text' || part.type === 'tool_result' ? part.text : '')),
  )
  const usage: Usage = {
    inputTokens: words(read.join(' ')),
    outputTokens: words(written),
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
  }
  return { type: 'end', stop, model: 'local', usage }
}

/** The last text that a person said. */
function questionOf(messages: readonly Message[]): string {
  const texts = messages.flatMap(({ role, parts }) =>
    role === 'user' ? parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])) : [],
  )
  return (texts.at(-1) ?? '').slice(0, 2_000)
}

const isText = (part: Part): boolean => part.type === 'text'
