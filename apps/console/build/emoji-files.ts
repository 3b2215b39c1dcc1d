import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

const { resolve } = createRequire(import.meta.url)
const read = (path: string) => readFileSync(resolve(`emojibase-data/${path}`), 'utf8')

interface Emoji {
  hexcode: string
  emoji: string
}

/** Names as people know them: `thumbsup`, `+1`. */
function names(): string {
  const named = JSON.parse(read('en/shortcodes/github.json')) as Record<string, string | string[]>
  const emojis = JSON.parse(read('en/data.json')) as Emoji[]
  return JSON.stringify(
    emojis.flatMap(({ hexcode, emoji }) => [named[hexcode] ?? []].flat().map((name) => [name, emoji])),
  )
}

/** What the emoji picker shows in each language, and what `:name` completes: files of our own, since no other host is asked. */
export const emojiFiles: Plugin = {
  name: 'emoji-files',
  generateBundle() {
    const emit = (fileName: string, source: string) =>
      this.emitFile({ type: 'asset', fileName: `emoji/${fileName}`, source })
    for (const language of ['en', 'de', 'es'])
      for (const file of ['data.json', 'messages.json']) emit(`${language}/${file}`, read(`${language}/${file}`))
    emit('names.json', names())
  },
}
