import { getDocumentProxy, getResolvedPDFJS } from 'unpdf'
import type { Block } from '../blocks.ts'
import { DocumentError } from '../error.ts'
import { limits } from '../limits.ts'
import type { Facts } from '../reader.ts'
import { type Line, layOut } from './pdf-layout.ts'

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>

/** Pages whose lines are compared, to find what each repeats and which size its text has. */
const pagesAtOnce = 20

/** A PDF, by pdf.js. It knows no paragraphs: they are found by how lines are set. */
export async function* readPdf(bytes: Buffer, facts: Facts): AsyncGenerator<Block> {
  const pdf = await open(bytes)
  try {
    yield* blocksOf(pdf, facts)
  } finally {
    await pdf.loadingTask.destroy()
  }
}

async function* blocksOf(pdf: Pdf, facts: Facts): AsyncGenerator<Block> {
  if (pdf.numPages > limits.maxPages)
    throw new DocumentError('too_complex', `The PDF has more than ${limits.maxPages} pages.`)
  await describe(pdf, facts)
  for (let first = 1; first <= pdf.numPages; first += pagesAtOnce) {
    const pages: Line[][] = []
    for (let number = first; number < first + pagesAtOnce && number <= pdf.numPages; number += 1)
      pages.push(await linesOf(pdf, number))
    yield* layOut(pages, first)
  }
}

async function open(bytes: Buffer): Promise<Pdf> {
  const { PasswordException, VerbosityLevel } = await getResolvedPDFJS()
  try {
    return await getDocumentProxy(new Uint8Array(bytes), {
      disableFontFace: true,
      useSystemFonts: false,
      verbosity: VerbosityLevel.ERRORS,
    })
  } catch (error) {
    if (error instanceof PasswordException) throw new DocumentError('encrypted', 'The PDF is password-protected.')
    throw error
  }
}

/** What producers write where nobody gave a title. */
const noTitle = /^(?:untitled|microsoft word - .*|.*\.(?:docx?|pdf|indd|tex|dvi))$/i

async function describe(pdf: Pdf, facts: Facts): Promise<void> {
  const { metadata } = facts
  const info = { ...(await pdf.getMetadata()).info } as Record<string, unknown>
  const text = (name: string) => (typeof info[name] === 'string' && info[name].trim()) || undefined
  metadata.pages = pdf.numPages
  metadata.author = text('Author')
  metadata.createdAt = text('CreationDate')?.replace(/^D:(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3')
  const title = text('Title')
  if (title && !noTitle.test(title)) facts.title = title
}

async function linesOf(pdf: Pdf, number: number): Promise<Line[]> {
  const page = await pdf.getPage(number)
  const { items } = await page.getTextContent()
  const lines: Line[] = []
  let line: Line | undefined
  for (const item of items) {
    if (!('str' in item)) continue
    const [, , , , x, y] = item.transform as number[]
    // A new line that the page does not mark as one: its text is set elsewhere.
    if (line && item.str.trim() !== '' && Math.abs(line.y - y!) > Math.max(line.size, item.height) * 0.5)
      line = undefined
    if (!line) {
      line = { text: '', x: x!, y: y!, size: item.height }
      lines.push(line)
    }
    line.text += item.str
    line.size = Math.max(line.size, item.height)
    if (item.hasEOL) line = undefined
  }
  page.cleanup()
  return lines.filter(({ text }) => text.trim() !== '')
}
