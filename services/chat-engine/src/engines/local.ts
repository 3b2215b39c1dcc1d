import { randomUUID } from 'node:crypto'
import { knowledgeSearchName } from '../tools/knowledge-search.ts'
import { maxWebQuery, webSearchName } from '../tools/web-search.ts'
import type { Engine, EngineEvent, Message, Part, Turn, Usage } from './engine.ts'
import { foundSources } from './found-sources.ts'
import { givenSources, unreadIn } from './given-sources.ts'
import { compose, confidenceIn } from './quoting.ts'

type Result = Part & { type: 'tool_result' }

/**
 * The engine that needs no model: it looks the question up, and answers with whole sentences of what it was given and what
 * it found, each with its source. It says nothing of its own but what it could not do, and that it found nothing where it
 * did not.
 */
export function createLocalEngine(): Engine {
  async function* stream(turn: Turn, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    signal.throwIfAborted()
    const results = turn.messages.at(-1)!.parts.filter((part) => part.type === 'tool_result')
    const query = questionOf(turn.messages)
    const searches = results.length > 0 ? [] : searchesFor(turn, query)
    if (searches.length > 0) {
      for (const search of searches) yield { type: 'tool_call', call: { id: randomUUID(), ...search } }
      yield end(turn, 'tools', query)
      return
    }
    const asked = turn.messages.findLast(({ role, parts }) => role === 'user' && parts.some(isText))
    const given = asked ? givenSources(asked, query) : []
    const found = results.flatMap(({ source, text, failed }) => (failed ? [] : foundSources(source, text, query)))
    const sources = [...given, ...found]
    const answer = compose(query, sources) || nothingFor(results)
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
    yield { ...end(turn, 'end', text), confidence: confidenceIn(query, sources) }
  }
  return { name: 'local', stream }
}

/** The searches that answer a question, of those that it may make. */
function searchesFor({ tools, wantsWeb }: Turn, query: string): { name: string; input: { query: string } }[] {
  const searches = [
    { name: knowledgeSearchName, input: { query } },
    ...(wantsWeb ? [{ name: webSearchName, input: { query: query.slice(0, maxWebQuery) } }] : []),
  ]
  return searches.filter((search) => tools.some(({ name }) => name === search.name))
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
    ...failed.map(({ source, text }) => `I could not search ${places[source] ?? 'there'}. ${text}`),
  ]
}

const places: Record<string, string> = { [knowledgeSearchName]: 'the workspace', [webSearchName]: 'the web' }

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
