import { findCandidates } from '@parley/text/mentions'
import type { LinkedPeople } from './platform.ts'

/** The linked people whom a text mentions, and how their handles become mentions of a platform's. */
export interface LinkedMentions {
  /** Who they are there. */
  ids: readonly string[]
  /** Writes the mentions into the text, once it is formatted: nobody else is mentioned by it. */
  write(formatted: string, mention: (id: string, handle: string) => string): string
}

export async function findLinkedMentions(text: string, people: LinkedPeople): Promise<LinkedMentions> {
  const candidates = findCandidates(text)
  const handles = [...new Set(candidates.map(({ handle }) => handle))]
  const ids = handles.length > 0 ? await people.foreignIdsOf(handles) : new Map<string, string>()
  const byWritten = new Map<string, string>()
  for (const { handle, written } of candidates) {
    const id = ids.get(handle)
    if (id !== undefined) byWritten.set(written, id)
  }
  const longestFirst = [...byWritten.keys()].sort((a, b) => b.length - a.length)
  const any = longestFirst.map((written) => written.replaceAll(/[.*+?^${}()|[\]\\-]/g, '\\$&')).join('|')
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])@(${any})(?![\\p{L}\\p{N}])`, 'giu')
  return {
    ids: [...new Set(byWritten.values())],
    write: (formatted, mention) =>
      byWritten.size === 0
        ? formatted
        : formatted.replaceAll(pattern, (whole, written: string) => {
            const id = byWritten.get(written.toLowerCase())
            return id === undefined ? whole : mention(id, written)
          }),
  }
}
