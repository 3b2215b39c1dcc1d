import type { CannedReply, Macro } from '@parley/client/index'

/** What is being typed behind a slash, and where the slash is. */
export interface Slash {
  query: string
  start: number
}

export function slashAt(text: string, caret: number): Slash | undefined {
  const found = /(?:^|\s)\/([\p{L}\p{N}_-]{0,40})$/u.exec(text.slice(0, caret))
  if (!found) return undefined
  const query = found[1] ?? ''
  return { query: query.toLowerCase(), start: caret - query.length - 1 }
}

/**
 * Puts `inserted` in the place of a slash and its query in a text that may have been written on meanwhile, and keeps the
 * caret where it is in what was written. Where the slash is gone, it comes to the caret.
 */
export function replaceSlash(text: string, caret: number, { start, query }: Slash, inserted: string) {
  const end = start + 1 + query.length
  const isThere = text.slice(start, end).toLowerCase() === `/${query}`
  const [from, to] = isThere ? [start, end] : [caret, caret]
  return {
    text: text.slice(0, from) + inserted + text.slice(to),
    caret: caret < from ? caret : from + inserted.length + Math.max(0, caret - to),
  }
}

export type Preset = (CannedReply & { kind: 'reply' }) | (Macro & { kind: 'macro' })

/** A prepared text as it is listed: `{{visitor.name | there}}` by what it stands for. */
export const withoutBraces = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}/g, (written, variable: string) =>
    variable in names ? `‹${names[variable]}›` : written,
  )

/** Those whose name has the query: at the beginning of a word first. */
export function findPresets(presets: readonly Preset[], query: string): readonly Preset[] {
  const rank = ({ name }: Preset) => {
    const text = name.toLowerCase()
    return text.startsWith(query) ? 0 : text.includes(` ${query}`) ? 1 : text.includes(query) ? 2 : 3
  }
  const found = presets.filter((preset) => rank(preset) < 3)
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, atMost)
}

const atMost = 8
