import { entityTypes, relationshipTypes } from '@parley/contracts/knowledge/graph'
import { fold, isUnspaced } from '@parley/text/fold'
import * as z from 'zod'
import type { Asker } from '../engines/ask.ts'
import { askByTool } from '../engines/ask-by-tool.ts'
import { quoted } from '../engines/quoted.ts'
import type { Entity, Graph } from './graph.ts'
import { keyOf } from './names.ts'

const maxTokens = 8_192
const Name = z.string().trim().min(1).max(100)

const instructions =
  'You list whom and what a document mentions, for the knowledge graph of a company. List the people, organisations, products and places that it names, each once, by the fullest name that it has there, spelled as there. Leave out roles, dates, headings and what has no name. Then list what the text says of two of them, and nothing that you know from elsewhere.'

const tool = {
  name: 'record_entities',
  description:
    'Records whom and what the text mentions. Call it once; with empty lists where it names nobody and nothing.',
  input: z.object({
    entities: z
      .array(z.object({ name: Name.describe('As the text spells it.'), type: z.enum(entityTypes) }))
      .max(150)
      .describe('The most important first.'),
    relationships: z
      .array(
        z.object({
          from: Name.describe('One of the names in `entities`, which does it to the other.'),
          type: z.enum(relationshipTypes).exclude(['mentioned_with']),
          to: Name.describe('One of the names in `entities`.'),
        }),
      )
      .max(150),
  }),
}

/**
 * Has a model find the people, organisations, products and places in a part of a document. A name that is not in the text
 * is dropped, and with it what is said of it.
 *
 * @throws AnswerRefused; what the asker throws
 */
export async function askForGraph(
  asker: Asker,
  { title, text }: { title: string; text: string },
  signal: AbortSignal,
): Promise<Graph> {
  const shown = quoted('document', { title }, text)
  const recorded = await askByTool(asker, tool, { instructions, text: shown, maxTokens }, signal)
  const folded = fold(text)
  const entities = new Map<string, Entity>()
  for (const { name, type } of recorded.entities) {
    const key = keyOf(name)
    const [first, ...others] = key.length < 2 || entities.has(key) ? [] : placesOf(key, folded.text)
    if (first === undefined) continue
    const written = text.slice(folded.starts[first], folded.ends[first + key.length - 1]).replaceAll(/\s+/g, ' ')
    entities.set(key, { type, name: written, key, mentions: 1 + others.length })
  }
  const relationships = recorded.relationships.flatMap(({ from, type, to }) => {
    const [subject, object] = [entities.get(keyOf(from)), entities.get(keyOf(to))]
    if (!subject || !object || subject === object) return []
    return [{ type, fromType: subject.type, fromKey: subject.key, toType: object.type, toKey: object.key }]
  })
  return { entities: [...entities.values()], relationships }
}

/** Where a folded name stands in a folded text: as whole words, but in scripts without spaces anywhere. */
function placesOf(key: string, folded: string): number[] {
  const [before, after] = [key[0]!, key.at(-1)!].map((character) => (isUnspaced(character) ? '' : ' '))
  const places: number[] = []
  for (let at = folded.indexOf(before + key + after); at >= 0; at = folded.indexOf(before + key + after, at + 1))
    places.push(at + before!.length)
  return places
}
