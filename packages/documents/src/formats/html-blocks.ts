import { Parser } from 'htmlparser2'
import { type Block, rowsPerBlock, splitHeader } from '../blocks.ts'
import { DocumentError } from '../error.ts'
import { limits } from '../limits.ts'

/** Elements without text that anybody reads, or that is the page's and not the document's. */
const skipped = new Set(
  'script style template noscript svg math iframe object embed canvas audio video select textarea button nav footer aside dialog'.split(
    ' ',
  ),
)
const inline = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)
const hiddenStyle = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i

interface Table {
  header: string[][]
  rows: string[][]
  row?: string[]
  isHead: boolean
  /** It arranges the page: another table is in one of its cells. */
  isLayout: boolean
}

export interface HtmlContent {
  title?: string
  language?: string
  blocks: Block[]
  elements: number
}

/** The blocks of HTML in the order of its source, without what is hidden. Elements are counted and their depth bounded. */
export function blocksOfHtml(html: string): HtmlContent {
  const content = new HtmlReader()
  const parser = new Parser(content, { decodeEntities: true, lowerCaseTags: true })
  // In pieces, so that nothing is parsed behind the element that is one too many.
  for (let at = 0; at < html.length; at += 65_536) parser.write(html.slice(at, at + 65_536))
  parser.end()
  return content.finish()
}

class HtmlReader {
  #blocks: Block[] = []
  #text = ''
  #title = ''
  #language = ''
  #heading = 0
  #isItem = false
  #preDepth = 0
  #tables: Table[] = []
  #open: string[] = []
  /** How many elements were open where the one began that is skipped. */
  #skippedAt: number | undefined
  #elements = 0

  onopentag(name: string, attributes: Record<string, string>): void {
    this.#open.push(name)
    this.#elements += 1
    if (this.#open.length > limits.maxDepth) throw new DocumentError('too_complex', 'The page is nested too deeply.')
    if (this.#elements > limits.maxElements) throw new DocumentError('too_complex', 'The page has too many elements.')
    if (this.#skippedAt !== undefined) return
    if (skipped.has(name) || 'hidden' in attributes || hiddenStyle.test(attributes.style ?? '')) {
      this.#skippedAt = this.#open.length
      return
    }
    if (name === 'html' && attributes.lang) this.#language = attributes.lang
    if (name === 'br') this.#text += '\n'
    else if (!inline.has(name)) this.#begin(name)
  }

  onclosetag(name: string): void {
    const depth = this.#open.length
    this.#open.pop()
    if (this.#skippedAt !== undefined) {
      if (depth === this.#skippedAt) this.#skippedAt = undefined
      return
    }
    if (name !== 'br' && !inline.has(name)) this.#end(name)
  }

  ontext(text: string): void {
    if (this.#skippedAt !== undefined) return
    if (this.#open.at(-1) === 'title') this.#title ||= text.trim()
    else this.#text += this.#preDepth > 0 ? text : text.replace(/[\s\u00a0]+/g, ' ')
  }

  finish(): HtmlContent {
    this.#flush()
    while (this.#tables.length > 0) this.#endTable()
    const [title, language] = [this.#title || undefined, this.#language || undefined]
    return { title, language, blocks: this.#blocks, elements: this.#elements }
  }

  #begin(name: string): void {
    const table = this.#tables.at(-1)
    if (table?.row && !table.isLayout && name !== 'table' && !isOfTable(name)) {
      this.#text += ' ' // paragraphs in a cell are its text
      return
    }
    if (table && isOfTable(name)) this.#text = ''
    else this.#flush()
    if (name === 'table') this.#beginTable()
    else if (name === 'thead' && table) table.isHead = true
    else if (name === 'tr' && table) table.row = []
    else if (/^h[1-6]$/.test(name)) this.#heading = Number(name[1])
    else if (name === 'li') this.#isItem = true
    else if (name === 'pre') this.#preDepth += 1
  }

  #end(name: string): void {
    const table = this.#tables.at(-1)
    if (name === 'td' || name === 'th') this.#endCell()
    else if (name === 'tr') this.#endRow()
    else if (name === 'thead' && table) table.isHead = false
    else if (name === 'table') this.#endTable()
    else if (table?.row && !table.isLayout) this.#text += ' '
    else {
      this.#flush()
      if (name === 'pre') this.#preDepth = Math.max(0, this.#preDepth - 1)
      else if (name === 'li') this.#isItem = false
      else if (/^h[1-6]$/.test(name)) this.#heading = 0
    }
  }

  #beginTable(): void {
    const outer = this.#tables.at(-1)
    if (outer) {
      outer.isLayout = true
      this.#emitRows(outer)
    }
    this.#tables.push({ header: [], rows: [], isHead: false, isLayout: false })
  }

  #endCell(): void {
    const table = this.#tables.at(-1)
    if (!table?.row || table.isLayout) this.#flush()
    else table.row.push(this.#text.trim())
    this.#text = ''
  }

  #endRow(): void {
    const table = this.#tables.at(-1)
    if (!table?.row) return
    if (table.row.some((cell) => cell !== '')) (table.isHead ? table.header : table.rows).push(table.row)
    delete table.row
  }

  #endTable(): void {
    this.#endRow()
    const table = this.#tables.pop()
    if (table) this.#emitRows(table)
  }

  /** As a table, or as paragraphs where there is only one column. */
  #emitRows(table: Table): void {
    const { header, rows } =
      table.header.length > 0
        ? { header: table.header.at(-1)!, rows: [...table.header.slice(0, -1), ...table.rows] }
        : splitHeader(table.rows)
    const isTable = !table.isLayout && [header, ...rows].some((row) => row.length > 1)
    if (!isTable) for (const text of [header, ...rows].flat()) this.#blocks.push({ kind: 'paragraph', text })
    else
      for (let at = 0; at < Math.max(1, rows.length); at += rowsPerBlock)
        this.#blocks.push({ kind: 'table', header, rows: rows.slice(at, at + rowsPerBlock) })
    table.header = []
    table.rows = []
  }

  #flush(): void {
    const text = this.#text.trim()
    this.#text = ''
    const [heading, isItem] = [this.#heading, this.#isItem]
    if (text === '') return
    this.#heading = 0
    this.#isItem = false
    if (this.#preDepth > 0) this.#blocks.push({ kind: 'code', text })
    else if (heading > 0) this.#blocks.push({ kind: 'heading', level: heading, text })
    else this.#blocks.push({ kind: isItem ? 'list_item' : 'paragraph', text })
  }
}

const isOfTable = (name: string): boolean => /^(?:td|th|tr|thead|tbody|tfoot)$/.test(name)
