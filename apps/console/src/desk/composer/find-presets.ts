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

export type Preset = (CannedReply & { kind: 'reply' }) | (Macro & { kind: 'macro' })

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
