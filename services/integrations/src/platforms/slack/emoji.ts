import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Slack names emoji as this data set does, which its author has made for it. */
interface Listed {
  unified: string
  short_names: string[]
  skin_variations?: Record<string, { unified: string }>
}

/** Slack's skin tones are numbered from 2. */
const tones = ['1F3FB', '1F3FC', '1F3FD', '1F3FE', '1F3FF']

let tables: { byName: Map<string, string>; bySymbol: Map<string, string> } | undefined

function load() {
  const path = fileURLToPath(import.meta.resolve('emoji-datasource/emoji.json'))
  const byName = new Map<string, string>()
  const bySymbol = new Map<string, string>()
  const add = (name: string, unified: string) => {
    const symbol = String.fromCodePoint(...unified.split('-').map((code) => Number.parseInt(code, 16)))
    byName.set(name, symbol)
    if (!bySymbol.has(plain(symbol))) bySymbol.set(plain(symbol), name)
  }
  for (const { unified, short_names, skin_variations } of JSON.parse(readFileSync(path, 'utf8')) as Listed[])
    for (const name of short_names) {
      add(name, unified)
      for (const [i, tone] of tones.entries()) {
        const toned = skin_variations?.[tone]
        if (toned) add(`${name}::skin-tone-${i + 2}`, toned.unified)
      }
    }
  return { byName, bySymbol }
}

/** Emoji differ by what people see: not by whether they are said to be pictures. */
const plain = (symbol: string): string => symbol.replaceAll('\ufe0f', '')

/** The emoji that Slack calls so; undefined for one that only some Slack workspace has. */
export function knownEmojiOf(name: string): string | undefined {
  tables ??= load()
  return tables.byName.get(name)
}

/** The emoji that Slack calls so; `:name:` for one that only this Slack workspace has. */
export const emojiOf = (name: string): string => knownEmojiOf(name) ?? `:${name}:`

/** What Slack calls an emoji or a shortcode; undefined for what it has no name for. */
export function nameOf(emoji: string): string | undefined {
  tables ??= load()
  const shortcode = /^:?([\w+'-]+(?:::skin-tone-[2-6])?):?$/.exec(emoji)?.[1]
  return shortcode?.toLowerCase() ?? tables.bySymbol.get(plain(emoji))
}
