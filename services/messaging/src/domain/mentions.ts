const code = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g
const mention = /(?<![\p{L}\p{M}\p{N}_@./+-])@([\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*)/gu

/** How many different handles of one message are looked up. */
export const maxHandles = 50

/**
 * The handles that a text may mention, each once, as written but for trailing punctuation: `Hi @ada-lovelace, …`.
 * Code and the inside of words and addresses are not looked at.
 */
export function handlesIn(text: string): string[] {
  if (!text.includes('@')) return []
  const handles = new Set<string>()
  for (const [, written] of text.replaceAll(code, ' ').matchAll(mention)) {
    handles.add(written!.replace(/[._-]+$/, ''))
    if (handles.size === maxHandles) break
  }
  return [...handles]
}
