/**
 * Formats Markdown for a platform, in as many pieces as its longest message makes necessary. They end between
 * paragraphs, lines, sentences or words, the first that is possible; a fence of code that is cut is closed and opened again.
 *
 * @param maxLength of a piece once it is formatted, in UTF-16 units
 */
export function splitText(markdown: string, maxLength: number, format: (markdown: string) => string): string[] {
  const formatted = format(markdown)
  if (formatted.length <= maxLength) return [formatted]
  // Formatting makes text longer by what it escapes: so much less of it is taken.
  const ratio = Math.min(1, markdown.length / formatted.length)
  const length = Math.max(1, Math.floor(Math.min(maxLength * ratio, markdown.length - 1) * 0.95))
  return cut(markdown, length).flatMap((piece) => splitText(piece, maxLength, format))
}

/** Marks and words that would fill a piece by themselves are text. */
const fence = /^(`{3,20}(?!`)|~{3,20}(?!~))(.{0,100})$/gm

/** Pieces of at most this length, but for the fences that are added. */
function cut(text: string, length: number): string[] {
  const pieces: string[] = []
  let rest = text
  while (rest.length > length) {
    const end = endOfPiece(rest, length)
    const piece = rest.slice(0, end)
    const open = openFence(piece)
    pieces.push(open ? `${piece.trimEnd()}\n${open.marks}` : piece.trimEnd())
    const following = rest.slice(end)
    rest = open ? `${open.marks}${open.info}\n${following.replace(/^\n/, '')}` : following.trimStart()
    // A first line that is longer than a piece would be repeated for ever.
    if (open && rest.length >= piece.length + following.length) rest = following
  }
  if (rest.trim() !== '') pieces.push(rest)
  return pieces.filter((piece) => piece !== '')
}

const places = [/\n\s*\n/g, /\n/g, /[.!?…。！？]\s/gu, /\s/g]

/** Where a piece ends best; not in its first third, if it can be. */
function endOfPiece(text: string, length: number): number {
  const whole = text.slice(0, length)
  for (const place of places) {
    const last = [...whole.matchAll(place)].at(-1)
    if (last && last.index > length / 3) return last.index + last[0].length
  }
  // Characters that are two units, or are joined to the one before them, stay whole.
  const joined = [...new Intl.Segmenter().segment(text.slice(0, length + 32))]
  return joined.findLast(({ index }) => index > 0 && index <= length)?.index ?? length
}

/** The fence in whose code a text ends. */
function openFence(text: string): { marks: string; info: string } | undefined {
  let open: { marks: string; info: string } | undefined
  for (const [, marks = '', info = ''] of text.matchAll(fence)) {
    if (!open) open = { marks, info }
    else if (marks.startsWith(open.marks) && info.trim() === '') open = undefined
  }
  return open
}
