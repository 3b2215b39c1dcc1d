import { Parser } from 'htmlparser2'
import { codeBlockOf, codeOf, linkOf, surrounded, unmentioning } from '../markdown.ts'

/** Elements within elements that are read; what comes after more is not. */
const maxDepth = 200

const blocks = new Set('p div h1 h2 h3 h4 h5 h6 ul ol li blockquote pre codeblock table tr hr'.split(' '))
const skipped = new Set('script style template attachment systemeventmessage'.split(' '))
const marks: Record<string, string> = { b: '**', strong: '**', i: '_', em: '_', s: '~~', strike: '~~', del: '~~' }

/** An element that is open, with what it has been found to say. */
interface Open {
  name: string
  attributes: Record<string, string>
  text: string
  /** Of a list. */
  items: number
}

/**
 * The HTML of a message as Markdown.
 *
 * @param mention names whoever is mentioned by a number
 */
export function fromTeams(html: string, mention: (id: number, label: string) => string): string {
  const open: Open[] = [{ name: '', attributes: {}, text: '', items: 0 }]
  const within = (...names: string[]) => open.some(({ name }) => names.includes(name))
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        open.push({ name, attributes, text: '', items: 0 })
        if (open.length > maxDepth) parser.pause()
      },
      ontext(text) {
        const top = open.at(-1)!
        if (within('pre', 'codeblock')) top.text += text
        else if (within('code', 'a')) top.text += flowing(text, top)
        else top.text += unmentioning(flowing(text, top))
      },
      onclosetag() {
        close(open, mention)
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  )
  parser.end(html)
  while (open.length > 1) close(open, mention)
  return open[0]!.text
    .replaceAll(/ +$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

/** White space is one space, and none at the beginning of a line. */
function flowing(text: string, { name, text: before }: Open): string {
  const spaced = text.replaceAll(/[ \t\r\n]+/g, ' ').replaceAll('\u00a0', ' ')
  const isAtStart = before.endsWith('\n') || (before === '' && (name === '' || blocks.has(name)))
  return isAtStart ? spaced.trimStart() : spaced
}

/** What the innermost element says becomes part of what is around it. */
function close(open: Open[], mention: (id: number, label: string) => string): void {
  const element = open.pop()!
  const parent = open.at(-1)!
  const isCode = open.some(({ name }) => name === 'pre' || name === 'codeblock')
  if (skipped.has(element.name)) return
  const written = isCode ? (element.name === 'br' ? '\n' : element.text) : writtenOf(element, parent, mention)
  if (isCode || !blocks.has(element.name)) parent.text += written
  else parent.text += `${parent.text === '' || parent.text.endsWith('\n') ? '' : '\n'}${written}\n`
}

function writtenOf(element: Open, parent: Open, mention: (id: number, label: string) => string): string {
  const { name, attributes, text } = element
  const mark = marks[name]
  if (mark) return surrounded(text, mark)
  switch (name) {
    case 'br':
      return '\n'
    case 'hr':
      return '---'
    case 'at':
      return mention(Number(attributes.id), text.trim())
    case 'a':
      return linkOf(text.trim(), attributes.href ?? '')
    case 'code':
      return text === '' ? '' : codeOf(text)
    case 'pre':
    case 'codeblock':
      return codeBlockOf(text)
    case 'emoji':
      return attributes.alt ?? ''
    case 'img':
      return isEmoji(attributes) ? (attributes.alt ?? '') : ''
    case 'li':
      return `${bulletOf(parent)} ${text.trim().replaceAll(/\n(?=.)/g, '\n  ')}`
    case 'blockquote':
      return text.trim().replaceAll(/^/gm, '> ').concat('\n')
    case 'td':
    case 'th':
      return parent.text === '' ? text.trim() : ` | ${text.trim()}`
    default:
      return /^h[1-6]$/.test(name) ? surrounded(text, '**') : text.replace(/\n$/, '')
  }
}

const isEmoji = ({ itemtype }: Record<string, string>): boolean => itemtype?.endsWith('/Emoji') === true

function bulletOf(list: Open): string {
  list.items += 1
  return list.name === 'ol' ? `${list.items}.` : '-'
}

/** The addresses of a message's pictures. */
export function picturesOf(html: string): string[] {
  const found: string[] = []
  const parser = new Parser({
    onopentag(name, { src, ...attributes }) {
      if (name === 'img' && src && !isEmoji(attributes)) found.push(src)
    },
  })
  parser.end(html)
  return found
}

/** What somebody reads of HTML, to be compared: without what is around it. */
export function plainTextOf(html: string): string {
  let text = ''
  const parser = new Parser({
    ontext(part) {
      text += part
    },
    onopentag() {
      text += ' '
    },
    onclosetag() {
      text += ' '
    },
  })
  parser.end(html)
  return text.replaceAll(/\s+/g, ' ').trim()
}
