import type { Block } from '../blocks.ts'

/** A line of a page, with where it begins and how large its letters are, in points from the lower left corner. */
export interface Line {
  text: string
  x: number
  y: number
  size: number
}

/** A line of a table of contents, or of an index. */
const isLeader = /(?:\. ?){6,}\s*\S{0,6}\s*$/
const bullet = /^\s*(?:[•◦▪‣●○■–*-]|\d{1,3}[.)]|[a-z]\))\s+/
const endsSentence = /[.!?…:;。！？]["'”’»)\]]*\s*$/

/**
 * Pages that follow one another as blocks. Larger letters make headings; a wider gap, another size or an indent begins
 * a paragraph; what most pages have at their top or bottom is left out.
 *
 * @param first - The number of the first page.
 */
export function* layOut(pages: readonly Line[][], first: number): Generator<Block> {
  const bodySize = usualSize(pages)
  const repeated = repeatedLines(pages)
  let open: Block | undefined
  for (const [index, page] of pages.entries()) {
    const location = { page: first + index }
    for (const block of blocksOf(
      page.filter((line) => !isLeader.test(line.text) && !isRepeated(line, page, repeated)),
      bodySize,
    )) {
      if (open && continues(open, block)) {
        open = { ...open, text: joined(textOf(open), textOf(block)) } as Block
        continue
      }
      if (open) yield open
      open = { ...block, location }
    }
  }
  if (open) yield open
}

const textOf = (block: Block): string => (block.kind === 'table' ? '' : block.text)

/** A paragraph that goes on, on the next page. */
const continues = (before: Block, { kind, text }: Exclude<Block, { kind: 'table' }>): boolean =>
  before.kind === 'paragraph' && kind === 'paragraph' && !endsSentence.test(before.text) && /^\p{Ll}/u.test(text)

function* blocksOf(lines: readonly Line[], bodySize: number): Generator<Exclude<Block, { kind: 'table' }>> {
  const gap = usualGap(lines)
  for (let at = 0; at < lines.length; ) {
    const start = lines[at]!
    let text = start.text.trim()
    let last = start
    for (at += 1; at < lines.length && follows(lines[at]!, last, start, gap); at += 1) {
      last = lines[at]!
      text = joined(text, last.text.trim())
    }
    const level = headingLevel(start, bodySize)
    if (level > 0 && text.length <= 200) yield { kind: 'heading', level, text }
    else yield { kind: bullet.test(text) ? 'list_item' : 'paragraph', text }
  }
}

function follows(line: Line, last: Line, start: Line, gap: number): boolean {
  const isSameSize = Math.abs(line.size - last.size) <= last.size * 0.1
  const distance = last.y - line.y
  const isNext = distance > 0 && distance <= Math.max(gap, last.size) * 1.4
  const isIndented = line.x > last.x + last.size * 0.8 && endsSentence.test(last.text) && !bullet.test(start.text)
  return isSameSize && isNext && !isIndented && !bullet.test(line.text)
}

/** Two lines in one; a word that was divided at the end of a line is whole again. */
function joined(before: string, after: string): string {
  if (/\p{Ll}[-\u00ad\u2010]$/u.test(before) && /^\p{Ll}/u.test(after)) return before.slice(0, -1) + after
  return `${before} ${after}`
}

function headingLevel({ size }: Line, bodySize: number): number {
  const ratio = size / bodySize
  if (ratio < 1.15) return 0
  if (ratio >= 1.8) return 1
  return ratio >= 1.4 ? 2 : 3
}

/** The size in which most letters are set. */
function usualSize(pages: readonly Line[][]): number {
  const letters = new Map<number, number>()
  for (const { text, size } of pages.flat()) {
    const rounded = Math.round(size * 2) / 2
    letters.set(rounded, (letters.get(rounded) ?? 0) + text.length)
  }
  return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0] || 1
}

/** How far lines of a paragraph are apart: most gaps are those, and the others are wider. */
function usualGap(lines: readonly Line[]): number {
  const gaps = lines.slice(1).map((line, index) => lines[index]!.y - line.y)
  const sorted = gaps.filter((gap) => gap > 0).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 4)] ?? 0
}

const edgeLines = 2
const pageNumber = /^\s*[-–]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[-–]?\s*$/
const withoutNumbers = (text: string): string => text.trim().replace(/\d+/g, '#')

/** Running titles and page numbers: what stands at the edge of most pages, apart from its numbers. */
function repeatedLines(pages: readonly Line[][]): Set<string> {
  const counts = new Map<string, number>()
  for (const page of pages)
    for (const text of new Set(
      [...page.slice(0, edgeLines), ...page.slice(-edgeLines)].map((line) => withoutNumbers(line.text)),
    ))
      counts.set(text, (counts.get(text) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count >= 3 && count > pages.length / 2).map(([text]) => text))
}

function isRepeated(line: Line, page: readonly Line[], repeated: ReadonlySet<string>): boolean {
  const index = page.indexOf(line)
  const isAtEdge = index < edgeLines || index >= page.length - edgeLines
  return isAtEdge && (repeated.has(withoutNumbers(line.text)) || pageNumber.test(line.text))
}
