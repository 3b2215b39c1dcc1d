import MarkdownIt, { type Token } from 'markdown-it'

/** Messages are plain Markdown: HTML is text, line ends count, and addresses are links. */
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false, maxNesting: 20 })

/** A node of a text: an element of a fixed list, or text. */
export type TextNode =
  | { type: 'text'; text: string }
  | { type: 'break' }
  | { type: 'code'; text: string }
  | { type: 'code block'; text: string; language: string | undefined }
  | { type: 'rule' }
  | { type: 'link'; href: string; children: TextNode[] }
  | { type: 'element'; name: ElementName; align?: string | undefined; start?: number | undefined; children: TextNode[] }

export type ElementName =
  | 'p'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'ul'
  | 'ol'
  | 'li'
  | 'blockquote'
  | 'strong'
  | 'em'
  | 's'
  | 'table'
  | 'thead'
  | 'tbody'
  | 'tr'
  | 'th'
  | 'td'

const elements = new Set<string>([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'blockquote',
  'strong',
  'em',
  's',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
])

/** Parses a text into nodes; whatever is not of the list is its text. */
export function parseMarkdown(text: string): TextNode[] {
  return nest(markdown.parse(text, {}))
}

function nest(tokens: readonly Token[]): TextNode[] {
  const root: TextNode[] = []
  const open: TextNode[][] = [root]
  const add = (node: TextNode) => open.at(-1)!.push(node)
  for (const token of tokens) {
    if (token.nesting === -1) {
      if (open.length > 1) open.pop()
    } else if (token.hidden) {
      // Paragraphs of tight lists are no paragraphs.
      open.push(open.at(-1)!)
    } else if (token.nesting === 1) {
      const node = opened(token)
      add(node)
      open.push('children' in node ? node.children : [])
    } else for (const node of single(token)) add(node)
  }
  return root
}

function opened(token: Token): TextNode {
  if (token.type === 'link_open') return { type: 'link', href: safeHref(attribute(token, 'href')), children: [] }
  if (!elements.has(token.tag)) return { type: 'element', name: 'p', children: [] }
  const align = /text-align:(\w+)/.exec(attribute(token, 'style'))?.[1]
  const start = attribute(token, 'start')
  return {
    type: 'element',
    name: token.tag as ElementName,
    align,
    start: start === '' ? undefined : Number(start),
    children: [],
  }
}

function single(token: Token): TextNode[] {
  switch (token.type) {
    case 'inline':
      return nest(token.children ?? [])
    case 'text':
    case 'text_special':
      return token.content ? [{ type: 'text', text: token.content }] : []
    case 'softbreak':
    case 'hardbreak':
      return [{ type: 'break' }]
    case 'code_inline':
      return [{ type: 'code', text: token.content }]
    case 'fence':
    case 'code_block':
      return [
        {
          type: 'code block',
          text: token.content.replace(/\n$/, ''),
          language: token.info.split(/\s/)[0] || undefined,
        },
      ]
    case 'hr':
      return [{ type: 'rule' }]
    case 'image': {
      // Pictures of other servers are links: loading them would show who reads.
      const label = token.content || attribute(token, 'src')
      return [{ type: 'link', href: safeHref(attribute(token, 'src')), children: [{ type: 'text', text: label }] }]
    }
    default:
      return token.content ? [{ type: 'text', text: token.content }] : []
  }
}

const schemes = /^(?:https?:|mailto:)/i

/** The address of a link that may be followed; empty for any other. */
const safeHref = (href: string): string => (schemes.test(href) ? href : '')

const attribute = (token: Token, name: string): string => String(token.attrGet(name) ?? '')
