import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { type Block, textOfBlock } from '../blocks.ts'
import { decodeText } from '../decode-text.ts'
import type { Facts } from '../reader.ts'
import { blocksOfHtml } from './html-blocks.ts'

/** Larger pages are no articles, and take too long to look for one. */
const maxArticleElements = 20_000

/**
 * A page: its article, where that is most of what it says, so that menus and the like are left out; otherwise all of
 * it, since lists, tables and manuals are not what Readability looks for.
 */
export function* readHtml(bytes: Buffer, facts: Facts): Generator<Block> {
  const start = bytes.toString('latin1', 0, 4_096)
  const html = decodeText(bytes, /<meta[^>]{1,200}?charset\s*=\s*["']?([\w-]{1,40})/i.exec(start)?.[1])
  const page = blocksOfHtml(html)
  const article = page.elements <= maxArticleElements ? articleIn(html, facts) : undefined
  const title = article?.title || page.title
  if (title) facts.title = title
  if (page.language) facts.metadata.language = page.language
  const isArticle = article && lengthOf(article.blocks) >= lengthOf(page.blocks) / 2
  yield* isArticle ? article.blocks : page.blocks
}

type Dom = ConstructorParameters<typeof Readability>[0]

const lengthOf = (blocks: readonly Block[]): number =>
  blocks.reduce((length, block) => length + textOfBlock(block).length, 0)

function articleIn(html: string, { metadata }: Facts): { title: string; blocks: Block[] } | undefined {
  let found: ReturnType<Readability['parse']>
  try {
    const { document } = parseHTML(html)
    found = new Readability(document as unknown as Dom, { maxElemsToParse: maxArticleElements }).parse()
  } catch {
    return undefined // no page that Readability can read
  }
  if (!found?.content) return undefined
  if (found.byline) metadata.author = found.byline
  if (found.publishedTime) metadata.createdAt = found.publishedTime
  return { title: found.title ?? '', blocks: blocksOfHtml(found.content).blocks }
}
