import mammoth from 'mammoth'
import type { Block } from '../blocks.ts'
import { DocumentError } from '../error.ts'
import { limits } from '../limits.ts'
import { corePropertiesOf } from '../office.ts'
import type { Facts } from '../reader.ts'
import { readXml } from '../xml.ts'
import { openPackage, type ZipPackage } from '../zip-package.ts'
import { blocksOfHtml } from './html-blocks.ts'

const styleMap = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"]

/** A Word document, by mammoth: headings by their styles, lists, tables, footnotes at the end. */
export async function* readDocx(bytes: Buffer, facts: Facts): AsyncGenerator<Block> {
  const zip = await openPackage(bytes)
  await checkXml(zip)
  const { title, ...properties } = await corePropertiesOf(zip)
  if (title) facts.title = title
  Object.assign(facts.metadata, properties)
  const { value } = await mammoth.convertToHtml(
    { buffer: bytes },
    { styleMap, includeEmbeddedStyleMap: false, convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
  )
  yield* blocksOfHtml(value.replaceAll(/<a href="#(?:footnote|endnote)-ref-\d+">↑<\/a>/g, '')).blocks
}

/** mammoth builds trees in memory without a bound, so what it would read is read before. */
async function checkXml(zip: ZipPackage): Promise<void> {
  const names = zip.names.filter((name) => /\.(?:xml|rels)$/.test(name))
  if (names.reduce((size, name) => size + zip.sizeOf(name), 0) > limits.maxTreeBytes)
    throw new DocumentError('too_large', 'The document has more text and formatting than is read.')
  for (const name of names) await readXml(zip.read(name), {})
}
