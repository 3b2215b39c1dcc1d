import { Parser } from 'htmlparser2'

/** Elements without text that anybody reads. */
const skipped = new Set('head title script style template noscript svg math iframe object select textarea'.split(' '))
const inline = new Set(
  'a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark o:p q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)
/** Elements that stand apart from what is around them. */
const spaced = new Set('p ul ol pre table blockquote h1 h2 h3 h4 h5 h6'.split(' '))
const hidden = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i
const maxLinkLength = 2_000
/** Quotes within more quotes than so many are shown as if they were in no more, else lines grow with what is open. */
const maxQuoteMarks = 50
/** Elements within elements that are read; what comes after more is not, since each takes the parser the longer. */
const maxDepth = 1_000

/**
 * The text of a mail's HTML, without what is hidden. What a `blockquote` has are lines that begin with `>`, as in a mail of
 * plain text, so that quotes are found in one way. Links keep their address where their text does not say it.
 */
export function textOfHtml(html: string): string {
  const reader = new TextReader()
  const parser = new Parser(reader, { decodeEntities: true, lowerCaseTags: true })
  parser.end(html)
  return reader.finish()
}

class TextReader {
  #parser: Parser | undefined
  #lines: string[] = []
  #line = ''
  #quotes = 0
  #pre = 0
  /** The link that is open, and its text in this line; a link in it ends it, as in browsers. */
  #link: { href: string; text: string } | undefined
  #open = 0
  /** How many elements were open where the one began that is skipped. */
  #skippedAt: number | undefined

  onparserinit(parser: Parser): void {
    this.#parser = parser
  }

  onopentag(name: string, attributes: Record<string, string>): void {
    this.#open += 1
    if (this.#open > maxDepth) this.#parser?.pause()
    if (this.#skippedAt !== undefined) return
    if (skipped.has(name) || 'hidden' in attributes || hidden.test(attributes.style ?? '')) {
      this.#skippedAt = this.#open
      return
    }
    if (name === 'br') this.#endLine()
    else if (name === 'a') this.#beginLink(attributes.href ?? '')
    else if (name === 'td' || name === 'th') this.#add(this.#line === '' ? '' : ' ')
    else if (!inline.has(name)) this.#beginBlock(name)
  }

  onclosetag(name: string): void {
    const depth = this.#open
    this.#open -= 1
    if (this.#skippedAt !== undefined) {
      if (depth === this.#skippedAt) this.#skippedAt = undefined
      return
    }
    if (name === 'a') this.#endLink()
    else if (name !== 'br' && name !== 'td' && name !== 'th' && !inline.has(name)) this.#endBlock(name)
  }

  ontext(text: string): void {
    if (this.#skippedAt !== undefined) return
    if (this.#pre === 0) {
      const flowing = text.replace(/[\s\u00a0]+/g, ' ')
      this.#add(this.#line === '' ? flowing.trimStart() : flowing)
      return
    }
    const [first = '', ...rest] = text.split('\n')
    this.#add(first)
    for (const line of rest) {
      this.#endLine()
      this.#add(line)
    }
  }

  finish(): string {
    this.#flush()
    return this.#lines.join('\n').trim()
  }

  #add(text: string): void {
    this.#line += text
    if (this.#link) this.#link.text += text
  }

  #beginBlock(name: string): void {
    this.#flush()
    if (spaced.has(name)) this.#endParagraph()
    if (name === 'blockquote') this.#quotes += 1
    else if (name === 'pre') this.#pre += 1
    else if (name === 'li') this.#line = '- '
  }

  #endBlock(name: string): void {
    this.#flush()
    if (name === 'blockquote') this.#quotes = Math.max(0, this.#quotes - 1)
    else if (name === 'pre') this.#pre = Math.max(0, this.#pre - 1)
    if (spaced.has(name)) this.#endParagraph()
  }

  #beginLink(href: string): void {
    this.#endLink()
    this.#link = { href, text: '' }
  }

  #endLink(): void {
    if (!this.#link) return
    const { href } = this.#link
    const text = this.#link.text.trim()
    this.#link = undefined
    if (!/^https?:\/\//i.test(href) || href.length > maxLinkLength) return
    if (text === '' || href.includes(text.replace(/^https?:\/\//i, ''))) return
    this.#line += ` <${href}>`
  }

  #flush(): void {
    if (this.#line.trim() !== '') this.#endLine()
    this.#line = ''
  }

  #endLine(): void {
    this.#lines.push(`${this.#quoteMarks()}${this.#quotes > 0 ? ' ' : ''}${this.#line.trimEnd()}`.trimEnd())
    this.#line = ''
    // Where a link goes on in another line, its text is what stands there.
    if (this.#link) this.#link.text = ''
  }

  #endParagraph(): void {
    const last = this.#lines.at(-1)
    if (last !== undefined && !/^>*$/.test(last)) this.#lines.push(this.#quoteMarks())
  }

  #quoteMarks(): string {
    return '>'.repeat(Math.min(this.#quotes, maxQuoteMarks))
  }
}
