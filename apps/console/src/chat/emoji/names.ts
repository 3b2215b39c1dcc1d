import { base } from '../../addresses.ts'

let names: Promise<readonly (readonly [name: string, emoji: string])[]> | undefined

/** Emoji whose name begins with or holds what was typed, the former first. */
export async function findEmoji(query: string, limit: number): Promise<{ name: string; emoji: string }[]> {
  names ??= fetch(`${base}/emoji/names.json`).then((answer) => answer.json())
  try {
    const text = query.toLowerCase()
    const found = (await names).filter(([name]) => name.includes(text))
    found.sort(([a], [b]) => Number(b.startsWith(text)) - Number(a.startsWith(text)) || a.length - b.length)
    return found.slice(0, limit).map(([name, emoji]) => ({ name, emoji }))
  } catch (error) {
    names = undefined
    throw error
  }
}
