import MarkdownIt from 'markdown-it'

// Only the rules that decide where code begins and ends: links, emphasis and entities stay as they are written.
const markdown = new MarkdownIt('commonmark').disable([
  ...['emphasis', 'entity', 'image', 'link', 'reference'],
  'text_join', // keeps the backslash of an escape
])
markdown.normalizeLinkText = (url) => url

/** Without any of these there is no code: a back-tick, a fence, or an indentation. */
const signs = /`|~~~|\t| {4}/

/** A text without what CommonMark calls code: spans, fenced and indented blocks. Everything else stays as written. */
export function outsideCode(text: string): string {
  if (!signs.test(text)) return text
  const parts: string[] = []
  for (const { type, content, children } of markdown.parse(text, {})) {
    if (type === 'html_block') parts.push(content, '\n')
    if (type !== 'inline') continue
    for (const part of children!) parts.push(written(part))
    parts.push('\n')
  }
  return parts.join('')
}

type Token = ReturnType<typeof markdown.parse>[number]

function written({ type, content, markup }: Token): string {
  if (type === 'text_special') return markup
  if (type === 'softbreak' || type === 'hardbreak') return '\n'
  if (type === 'code_inline') return '`'
  if (type === 'link_open') return '<'
  return type === 'link_close' ? '>' : content
}
