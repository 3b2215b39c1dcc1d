import { randomUUID } from 'node:crypto'
import { knowledgeSearchName, Sources } from '../tools/knowledge-search.ts'
import type { Engine, EngineEvent, Message, Turn, Usage } from './engine.ts'
import { givenSources } from './given-sources.ts'
import { compose, type Quotable } from './quoting.ts'

type Source = Sources['sources'][number]

/**
 * The engine that needs no model: it looks the question up, and answers with whole sentences of what it was given and what
 * it found, each with its source. It says nothing of its own, and that it found nothing where it did not.
 */
export function createLocalEngine(): Engine {
  async function* stream(turn: Turn, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    signal.throwIfAborted()
    const found = resultsOf(turn.messages.at(-1)!)
    const query = questionOf(turn.messages)
    const canSearch = turn.tools.some(({ name }) => name === knowledgeSearchName)
    if (!found && canSearch) {
      yield { type: 'tool_call', call: { id: randomUUID(), name: knowledgeSearchName, input: { query } } }
      yield end(turn, 'tools', query)
      return
    }
    const asked = turn.messages.findLast(({ role, parts }) => role === 'user' && parts.some(isText))
    const given = asked ? givenSources(asked, query) : []
    const { text, confidence } = compose(query, [...given, ...(found ?? []).map(quotableOf)])
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

const isText = (part: Message['parts'][number]): boolean => part.type === 'text'

const quotableOf = ({ kind, id, by, in: where, text, coverage }: Source): Quotable => ({
  id,
  author: by ?? id,
  place: kind === 'message' ? `${by} in #${where}` : where,
  text,
  coverage,
})
