import { splitSentences } from '@parley/text/sentences'
import { type Block, type Location, lineOf } from './blocks.ts'

/** A part of a document that is found and quoted by itself. */
export interface Chunk {
  /** From 0, in reading order. */
  ordinal: number
  /** The headings that it stands under, from the outermost. */
  headings: string[]
  /** Where it begins; of rows, which. */
  location?: Location
  text: string
  /** How many characters of `text`, from its beginning, repeat the end of the chunk before. */
  overlap: number
}

export interface ChunkOptions {
  /** How long a chunk may be, in characters. */
  maxChars: number
  /** How many there may be: what follows is left out. Default: all. */
  maxChunks?: number
  /** How much of the chunk before, in whole sentences, is repeated where a section goes on. */
  overlap?: number
  /** The document's language, if it is known. */
  locale?: string
}

/** What is not divided further, if it fits: a sentence, a row, a line of code. */
interface Piece {
  text: string
  /** What separates it from the piece before, where both are in one chunk. */
  joint: string
  location?: Location
  /** A table's header, which every chunk with rows of it repeats. */
  header?: string
  isSentence: boolean
}

/** Characters of a heading that each chunk below it carries. A longer one is a text, too. */
const maxHeadingChars = 200

/**
 * Cuts a document along its structure: a chunk is of one section, slide or sheet, and divides no sentence and no row
 * that fits into a chunk by itself. No chunk is longer than `maxChars`.
 */
export function chunk(
  blocks: readonly Block[],
  { maxChars, maxChunks = Number.POSITIVE_INFINITY, overlap = 0, locale }: ChunkOptions,
): Chunk[] {
  if (maxChars < 50 || overlap >= maxChars) throw new RangeError('maxChars is at least 50, and more than overlap.')
  const chunks: Chunk[] = []
  for (const section of sectionsOf(blocks)) {
    const pieces = section.blocks.flatMap((block) => [...piecesOf(block, maxChars, locale)])
    // A heading with nothing below it is content, too.
    const body = pieces.length > 0 || section.isParent ? pieces : [...headingOnly(section, maxChars)]
    for (const part of pack(body, maxChars, overlap)) {
      if (chunks.length >= maxChunks) return chunks
      chunks.push({ ordinal: chunks.length, headings: section.headings, ...part })
    }
  }
  return chunks
}

interface Section {
  headings: string[]
  location?: Location
  blocks: Exclude<Block, { kind: 'heading' }>[]
  /** A deeper section follows. */
  isParent: boolean
}

function* sectionsOf(blocks: readonly Block[]): Generator<Section> {
  let path: { level: number; text: string }[] = []
  let section: Section | undefined
  const begin = (location: Location | undefined): Section => ({
    headings: path.map(({ text }) => text),
    ...(location && { location }),
    blocks: [],
    isParent: false,
  })
  for (const block of blocks) {
    if (block.kind === 'heading') {
      const outer = path.filter(({ level }) => level < block.level)
      if (section) {
        section.isParent = outer.length === path.length
        yield section
      }
      const [beginning] = fitting(block.text, maxHeadingChars)
      const isLong = block.text.length > maxHeadingChars
      path = [...outer, isLong ? { level: block.level, text: `${beginning}…` } : block]
      section = begin(block.location)
      if (isLong) section.blocks.push({ ...block, kind: 'paragraph' })
    } else {
      if (section && isElsewhere(section.location, block.location)) {
        yield section
        section = undefined
      }
      section ??= begin(block.location)
      section.blocks.push(block)
    }
  }
  if (section) yield section
}

/** Text runs on over pages, but not over slides and sheets. */
const isElsewhere = (from: Location | undefined, to: Location | undefined): boolean =>
  from?.slide !== to?.slide || from?.sheet !== to?.sheet

function* headingOnly({ headings, location }: Section, maxChars: number): Generator<Piece> {
  for (const text of fitting(headings.at(-1) ?? '', maxChars))
    yield { text, joint: ' ', isSentence: true, ...(location && { location }) }
}

function* piecesOf(
  block: Exclude<Block, { kind: 'heading' }>,
  maxChars: number,
  locale: string | undefined,
): Generator<Piece> {
  const { location } = block
  if (block.kind === 'table') yield* rowsOf(block, maxChars)
  else if (block.text.length <= maxChars && block.kind !== 'paragraph')
    yield {
      text: block.text,
      joint: block.kind === 'code' ? '\n\n' : '\n',
      location,
      isSentence: block.kind !== 'code',
    }
  else {
    const parts =
      block.kind === 'code'
        ? block.text.split('\n').map((text, index) => ({ text, joint: index === 0 ? '\n\n' : '\n' }))
        : sentencesOf(block.text, locale)
    for (const { text, joint } of parts) {
      let before = joint
      for (const fit of fitting(text, maxChars)) {
        yield { text: fit, joint: before, location, isSentence: block.kind !== 'code' }
        before = block.kind === 'code' ? '' : ' '
      }
    }
  }
}

/** Sentences with what stands between them. */
function* sentencesOf(text: string, locale: string | undefined): Generator<{ text: string; joint: string }> {
  let end = 0
  for (const sentence of splitSentences(text, locale)) {
    yield { text: sentence.text, joint: end === 0 ? '\n\n' : text.slice(end, sentence.start) }
    end = sentence.end
  }
}

function* rowsOf({ header, rows, location }: Extract<Block, { kind: 'table' }>, maxChars: number): Generator<Piece> {
  const title = header.length > 0 ? lineOf(header) : undefined
  // A header that leaves no room for rows is one of them.
  const isRepeated = title !== undefined && title.length <= maxChars / 2
  const room = isRepeated ? maxChars - title.length - 1 : maxChars
  const piece = (text: string, at = location): Piece => ({
    text,
    joint: '\n',
    isSentence: false,
    ...(at && { location: at }),
    ...(isRepeated && { header: title }),
  })
  if (title !== undefined && !isRepeated) for (const text of fitting(title, room)) yield piece(text)
  if (isRepeated && rows.length === 0) yield { text: title, joint: '\n', isSentence: false, location }
  for (const [index, row] of rows.entries()) {
    const at = location?.row === undefined ? location : { ...location, row: location.row + index }
    for (const text of fitting(lineOf(row), room)) yield piece(text, at)
  }
}

/** A text in parts of at most so many characters, divided between words where it has any. */
function* fitting(text: string, maxChars: number): Generator<string> {
  let rest = text
  while (rest.length > maxChars) {
    const space = rest.slice(0, maxChars + 1).search(/\s+\S*$/)
    let end = space > maxChars / 2 ? space : maxChars
    // Neither inside of a character nor before what modifies it.
    while (end > maxChars / 2 && /^[\udc00-\udfff\p{M}\u200d]/u.test(rest.slice(end, end + 2))) end -= 1
    if (/[\ud800-\udbff]$/.test(rest.slice(0, end))) end -= 1
    yield rest.slice(0, end).trimEnd()
    rest = rest.slice(end).trimStart()
  }
  if (rest !== '') yield rest
}

function* pack(
  pieces: readonly Piece[],
  maxChars: number,
  overlap: number,
): Generator<{ location?: Location; text: string; overlap: number }> {
  let some: Piece[] = []
  let text = ''
  let repeated = 0
  const finished = () => {
    const location = locationOf(some[0], some.at(-1))
    return { ...(location && { location }), text, overlap: repeated }
  }
  for (const piece of pieces) {
    const added = some.length === 0 ? opening(piece) : joined(some.at(-1)!, piece)
    if (some.length > 0 && text.length + added.length > maxChars) {
      yield finished()
      const tail = lastSentences(some, Math.min(overlap, maxChars - opening(piece).length - piece.joint.length))
      repeated = tail.length
      some = []
      text = tail === '' ? opening(piece) : tail + piece.joint + opening(piece)
    } else text += added
    some.push(piece)
  }
  if (some.length > 0) yield finished()
}

function locationOf(first: Piece | undefined, last: Piece | undefined): Location | undefined {
  const [row, lastRow] = [first?.location?.row, last?.location?.row]
  return row !== undefined && lastRow !== undefined && lastRow > row ? { ...first!.location, lastRow } : first?.location
}

const opening = ({ header, text }: Piece): string => (header === undefined ? text : `${header}\n${text}`)

const joined = (before: Piece, piece: Piece): string =>
  piece.joint + (piece.header === before.header ? piece.text : opening(piece))

/** Whole sentences at the end of a chunk, of at most so many characters. */
function lastSentences(pieces: readonly Piece[], maxChars: number): string {
  let tail = ''
  for (const piece of pieces.toReversed()) {
    const longer = tail === '' ? piece.text : `${piece.text} ${tail}`
    if (!piece.isSentence || longer.length > maxChars) break
    tail = longer
  }
  return tail
}
