/**
 * Cuts a text that grows at its end into pieces that stay as they are, and the last one, which does not: at empty lines
 * outside of code blocks. Each piece is Markdown by itself, but for lists with empty lines between their items.
 */
export function splitBlocks(text: string): { done: string[]; last: string } {
  const done: string[] = []
  let start = 0
  let isInCode = false
  for (const { 0: line, index } of text.matchAll(/[^\n]*\n/g)) {
    if (/^\s*(```|~~~)/.test(line)) isInCode = !isInCode
    const isEmpty = line.trim() === ''
    const next = text.slice(index + line.length, index + line.length + 8)
    // What is indented, or a further item, goes on with what was before.
    if (!isEmpty || isInCode || /^(?:\s|[-*+>|]|\d+[.)])/.test(next) || next === '') continue
    done.push(text.slice(start, index))
    start = index + line.length
  }
  return { done, last: text.slice(start) }
}
