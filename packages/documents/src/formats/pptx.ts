import { type Block, splitHeader } from '../blocks.ts'
import { DocumentError } from '../error.ts'
import { limits } from '../limits.ts'
import { corePropertiesOf, mainPart, relationshipsOf } from '../office.ts'
import type { Facts } from '../reader.ts'
import { readXml } from '../xml.ts'
import { openPackage, type ZipPackage } from '../zip-package.ts'

/** A presentation, slide by slide: title, texts, tables, then the speaker's notes. Hidden slides are left out. */
export async function* readPptx(bytes: Buffer, facts: Facts): AsyncGenerator<Block> {
  const zip = await openPackage(bytes)
  const { title, ...properties } = await corePropertiesOf(zip)
  if (title) facts.title = title
  const slides = await slidesOf(zip)
  Object.assign(facts.metadata, properties, { slides: slides.length })
  for (const [index, part] of slides.entries()) {
    const location = { slide: index + 1 }
    const slide = await readSlide(zip, part)
    if (slide.isHidden) continue
    for (const block of slide.blocks) yield { ...block, location }
    for (const { type, part: notes } of (await relationshipsOf(zip, part)).values())
      if (type === 'notesSlide')
        for (const block of (await readSlide(zip, notes)).blocks)
          if (block.kind !== 'heading') yield { ...block, location }
  }
}

/** The parts of the slides, in the order in which they are shown. */
async function slidesOf(zip: ZipPackage): Promise<string[]> {
  const presentation = await mainPart(zip, 'ppt/presentation.xml')
  const parts = await relationshipsOf(zip, presentation)
  const slides: string[] = []
  await readXml(zip.read(presentation), {
    open(name, attributes) {
      const part = name === 'sldId' && parts.get(attributes['r:id'] ?? '')?.part
      if (!part) return
      if (slides.length === limits.maxSlides)
        throw new DocumentError('too_complex', `The presentation has more than ${limits.maxSlides} slides.`)
      slides.push(part)
    },
  })
  return slides
}

/** What slides repeat from their master is no content. */
const decoration = new Set(['sldNum', 'dt', 'ftr', 'hdr', 'sldImg'])

async function readSlide(zip: ZipPackage, part: string): Promise<{ blocks: Block[]; isHidden: boolean }> {
  const titles: Block[] = []
  const blocks: Block[] = []
  let isHidden = false
  let placeholder = ''
  let text = ''
  let isText = false
  let isItem = false
  let rows: string[][] | undefined

  function endParagraph(): void {
    const row = rows?.at(-1)
    if (decoration.has(placeholder)) return
    if (row) row[row.length - 1] += text
    else if (/itle$/.test(placeholder) && placeholder !== 'subTitle') titles.push({ kind: 'heading', level: 1, text })
    else blocks.push({ kind: isItem ? 'list_item' : 'paragraph', text })
  }

  await readXml(zip.read(part), {
    open(name, attributes) {
      if (name === 'sld') isHidden = attributes.show === '0'
      else if (name === 'ph') placeholder = attributes.type ?? 'body'
      else if (name === 'tbl') rows = []
      else if (name === 'tr') rows?.push([])
      else if (name === 'tc') rows?.at(-1)?.push('')
      else if (name === 'p') [text, isItem] = ['', placeholder === 'body' && /\/slide\d*\.xml$/.test(part)]
      else if (name === 'buNone') isItem = false
      else if (name === 'buChar' || name === 'buAutoNum') isItem = true
      else if (name === 'br') text += '\n'
      else if (name === 't') isText = true
    },
    text(found) {
      if (isText) text += found
    },
    close(name) {
      if (name === 't') isText = false
      else if (name === 'sp') placeholder = ''
      else if (name === 'p') endParagraph()
      else if (name === 'tbl' && rows) {
        blocks.push({ kind: 'table', ...splitHeader(rows) })
        rows = undefined
      }
    },
  })
  return { blocks: [...titles, ...blocks], isHidden }
}
