import { parseMarkdown, type TextNode } from './markdown.ts'

const maxLength = 400

/** The beginning of a Markdown text as it reads, in one line: for lists of messages. */
export function plainText(text: string): string {
  return parseMarkdown(text.slice(0, maxLength)).map(read).join(' ').replace(/\s+/g, ' ').trim()
}

function read(node: TextNode): string {
  if ('text' in node) return node.text
  if (!('children' in node)) return ' '
  const isBlock = node.type === 'element' && blocks.has(node.name)
  return node.children.map(read).join(isBlock ? ' ' : '')
}

const blocks = new Set<string>(['ul', 'ol', 'blockquote', 'table', 'thead', 'tbody', 'tr'])
