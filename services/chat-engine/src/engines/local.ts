import { randomUUID } from 'node:crypto'
import { knowledgeSearchName, Sources } from '../tools/knowledge-search.ts'
import type { Engine, EngineEvent, Message, Turn, Usage } from './engine.ts'

/** Sources that one answer quotes at most. */
const maxQuoted = 3
/** Characters of a source that are quoted at most; whole sentences. */
const maxQuotedLength = 400
/** A source that speaks of less of the question is not quoted. */
const minCoverage = 0.5

const nothing = 'I found nothing about that.'

type Source = Sources['sources'][number]

/**
 * The engine that needs no model: it looks the question up, and answers with whole sentences of what it found, each with
 * its source. It says nothing of its own, and that it found nothing where it did not.
 */
export function createLocalEngine(): Engine {
  async function* stream(turn: Turn, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    signal.throwIfAborted()
    const found = resultsOf(turn.messages.at(-1)!)
    const canSearch = turn.tools.some(({ name }) => name === knowledgeSearchName)
    if (!found && canSearch) {
      const query = questionOf(turn.messages)
      yield { type: 'tool_call', call: { id: randomUUID(), name: knowledgeSearchName, input: { query } } }
      yield end(turn, 'tools', query)
      return
    }
    const { text, confidence } = compose(found ?? [])
    for (const piece of text.match(/\S+\s*/g) ?? []) {
      signal.throwIfAborted()
      yield { type: 'text', text: piece }
    }
    yield { ...end(turn, 'end', text), confidence }
  }
  return { name: 'local', stream }
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

/** What the search of this turn found; undefined where none was made. */
function resultsOf({ parts }: Message): Source[] | undefined {
  const results = parts.filter((part) => part.type === 'tool_result')
  if (results.length === 0) return undefined
  return results.flatMap(({ text, failed }) => {
    if (failed) return []
    try {
      return Sources.parse(JSON.parse(text)).sources
    } catch {
      return []
    }
  })
}

/** One paragraph of quoted sentences, the shortest first, and how far it can be trusted. */
export function compose(sources: readonly Source[]): { text: string; confidence: number } {
  const best = sources.filter(({ coverage }) => coverage >= minCoverage).slice(0, maxQuoted)
  if (best.length === 0) return { text: nothing, confidence: 0 }
  const quotes = best.map((source) => ({ source, text: quotedOf(source.text) }))
  quotes.sort((a, b) => a.text.length - b.text.length)
  const text = quotes.map(({ source, text }) => `“${text}” (${source.by} in #${source.in}, ${source.id})`).join(' ')
  // One source is a claim; several that say so are more.
  const confidence = best[0]!.coverage * (0.5 + (0.5 * best.length) / maxQuoted)
  return { text, confidence: Math.round(confidence * 100) / 100 }
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })

/** The beginning of a text in whole sentences; its first one, where that alone is longer. */
function quotedOf(text: string): string {
  const oneLine = text.replaceAll(/\s+/g, ' ').trim()
  let quoted = ''
  for (const { segment } of sentences.segment(oneLine)) {
    if (quoted !== '' && quoted.length + segment.trimEnd().length > maxQuotedLength) break
    quoted += segment
  }
  return quoted.trim()
}
