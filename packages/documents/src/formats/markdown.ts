import MarkdownIt from 'markdown-it'
import { type Block, rowsPerBlock } from '../blocks.ts'
import { decodeText } from '../decode-text.ts'
import type { Facts } from '../reader.ts'
import { blocksOfHtml } from './html-blocks.ts'

const markdown = new MarkdownIt({ html: true })
type Token = ReturnType<typeof markdown.parse>[number]

/** Markdown, with tables; the title is the front matter's. */
export function* readMarkdown(bytes: Buffer, facts: Facts): Generator<Block> {
  const { matter, body } = split(decodeText(bytes))
  const title = /^title:\s*(["']?)(.+)\1\s*$/m.exec(matter)?.[2]
  if (title) facts.title = title
  yield* blocksOf(markdown.parse(body, {}))
}

function split(text: string): { matter: string; body: string } {
  const [whole, matter] = /^\ufeff?---\r?\n([\s\S]{0,10000}?)\r?\n---[^\S\n]*(?:\r?\n|$)/.exec(text) ?? []
  return { matter: matter ?? '', body: whole ? text.slice(whole.length) : text }
}

function* blocksOf(tokens: readonly Token[]): Generator<Block> {
  let isItem = false
  let heading = 0
  let header: string[] = []
  let rows: string[][] = []
  let row: string[] | undefined
  for (const { type, tag, content, children } of tokens) {
    if (type === 'list_item_open') isItem = true
    else if (type === 'heading_open') heading = Number(tag.slice(1))
    else if (type === 'tr_open') row = []
    else if (type === 'inline') {
      const text = textOf(children!)
      if (row) row.push(text)
      else if (heading > 0) yield { kind: 'heading', level: heading, text }
      else yield { kind: isItem ? 'list_item' : 'paragraph', text }
      heading = 0
      isItem = false // a second paragraph of an item stands by itself
    } else if (type === 'fence' || type === 'code_block') yield { kind: 'code', text: content }
    else if (type === 'html_block') yield* blocksOfHtml(content).blocks
    else if (type === 'thead_close') [header, rows] = [rows[0] ?? [], []]
    else if (type === 'tr_close' && row) {
      rows.push(row)
      row = undefined
    }
    if (type === 'table_close' || rows.length === rowsPerBlock) {
      if (rows.length > 0 || header.length > 0) yield { kind: 'table', header, rows }
      rows = []
    }
    if (type === 'table_close') header = []
  }
}

const textOf = (tokens: readonly Token[]): string => tokens.map(written).join('')

function written({ type, content }: Token): string {
  if (type === 'softbreak') return ' '
  if (type === 'hardbreak') return '\n'
  if (type === 'code_inline') return `\`${content}\``
  return type === 'html_inline' ? '' : content // of an image, what is shown in its place
}
