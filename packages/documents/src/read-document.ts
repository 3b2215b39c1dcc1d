import { type Block, textOf, textOfBlock } from './blocks.ts'
import { DocumentError } from './error.ts'
import { type Kind, kindOf } from './kinds.ts'
import { limits } from './limits.ts'
import { normaliseCode, normaliseProse } from './normalise.ts'
import type { Facts, Metadata, Reader } from './reader.ts'

export interface DocumentContent {
  title?: string
  blocks: Block[]
  metadata: Metadata
  /** How long its text is. */
  characters: number
  /** Whether there was more text than is read, or than there was time for. */
  truncated: boolean
}

/** Each reader is loaded with the first document of its kind. */
const readers: Record<Kind, () => Promise<Reader>> = {
  text: async () => (await import('./formats/text.ts')).readText,
  markdown: async () => (await import('./formats/markdown.ts')).readMarkdown,
  csv: async () => (await import('./formats/csv.ts')).readCsv,
  html: async () => (await import('./formats/html.ts')).readHtml,
  pdf: async () => (await import('./formats/pdf.ts')).readPdf,
  docx: async () => (await import('./formats/docx.ts')).readDocx,
  xlsx: async () => (await import('./formats/xlsx.ts')).readXlsx,
  pptx: async () => (await import('./formats/pptx.ts')).readPptx,
}

/**
 * Reads a document where it stands, without limits of time and memory: call `extract` instead, which does so in a
 * process of its own.
 *
 * @param isLate - Says when to stop with what has been read.
 * @throws DocumentError whatever is wrong with the document
 */
export async function readDocument(
  bytes: Buffer,
  { name, type, isLate = () => false }: { name: string; type?: string; isLate?: () => boolean },
): Promise<DocumentContent> {
  try {
    const kind = await kindOf(bytes, name, type)
    const facts: Facts = { metadata: { kind } }
    const read = await readers[kind]()
    const { blocks, truncated } = await collect(read(bytes, facts), isLate)
    if (blocks.every((block) => block.kind === 'heading')) throw empty(kind)
    const title = normaliseProse(facts.title ?? '').slice(0, 300) || titleIn(blocks)
    return { ...(title && { title }), blocks, metadata: facts.metadata, characters: textOf(blocks).length, truncated }
  } catch (error) {
    throw documentError(error)
  }
}

const empty = (kind: Kind) =>
  new DocumentError('empty', kind === 'pdf' ? 'The PDF has no text; it may be a scan.' : 'The document has no text.')

function documentError(error: unknown): DocumentError {
  if (error instanceof DocumentError) return error
  if (error instanceof RangeError && /call stack/.test(error.message))
    return new DocumentError('too_complex', 'The document is nested too deeply.', { cause: error })
  return new DocumentError('damaged', 'The document is damaged.', { cause: error })
}

/** A document’s first heading, where it is at its beginning. */
function titleIn(blocks: readonly Block[]): string | undefined {
  const [first] = blocks
  return first?.kind === 'heading' && !first.location?.sheet ? first.text.slice(0, 300) : undefined
}

async function collect(
  source: Iterable<Block> | AsyncIterable<Block>,
  isLate: () => boolean,
): Promise<{ blocks: Block[]; truncated: boolean }> {
  const blocks: Block[] = []
  let left: number = limits.maxChars
  for await (const each of source) {
    const block = normalised(each)
    if (!block) continue
    const length = textOfBlock(block).length
    if (length > left) {
      if (block.kind !== 'table' && left > 0) blocks.push({ ...block, text: block.text.slice(0, left).toWellFormed() })
      return { blocks, truncated: true }
    }
    left -= length
    blocks.push(block)
    if (isLate()) return { blocks, truncated: true }
  }
  return { blocks, truncated: false }
}

/** Without what nobody sees; undefined where that leaves nothing. */
function normalised(block: Block): Block | undefined {
  if (block.kind === 'table') {
    const rows = block.rows.map((row) => row.map(normaliseProse)).filter((row) => row.some((cell) => cell !== ''))
    const header = block.header.map(normaliseProse)
    return rows.length + header.length > 0 ? { ...block, header, rows } : undefined
  }
  const text = (block.kind === 'code' ? normaliseCode : normaliseProse)(block.text)
  return text === '' ? undefined : { ...block, text }
}
