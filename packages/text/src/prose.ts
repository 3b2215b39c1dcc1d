import MarkdownIt from 'markdown-it'

// Only the rules that decide where code and links begin and end. Emphasis and entities stay as they are written, and so
// do definitions of links, which "[urgent]: @bob" would be.
const markdown = new MarkdownIt('commonmark').disable([
  ...['emphasis', 'entity', 'reference'],
  'text_join', // keeps the backslash of an escape
])
markdown.normalizeLink = (url) => url
markdown.validateLink = () => true

/** Without any of these there is neither code nor a link: a back-tick, a fence, an indentation, brackets. */
const signs = /`|~~~|\t| {4}|<|\]\(/

const label = String.raw`[\p{L}\p{N}\-]{1,63}`
/** Where a URL ends: at white space, quotes, angle brackets, Chinese punctuation, and a bracket that it does not open. */
const stop = String.raw`\s<>"\x60\|“”„«»（）【】「」『』《》，。、；：！？…`
const address = new RegExp(
  [
    // a URL with a scheme, or a host and a path
    String.raw`(?:[a-z][a-z0-9+.\-]{0,30}:\/\/|\b(?:mailto|xmpp|sips?|acct):|(?<![\p{L}\p{N}.@\-])(?:${label}\.){1,8}\p{L}[\p{L}\p{N}\-]{1,62}(?::\d{1,5})?[\/?#])` +
      String.raw`(?:[^${stop}\(\)]|\([^${stop}\(\)]*\)|\()*`,
    // an email address, or a name at another server, which begins with an @
    String.raw`(?<![\w.+*~\-])@?[a-z0-9](?:[a-z0-9._+\-]{0,62}[a-z0-9_+\-])?@(?:${label}\.){1,8}\p{L}{2,63}`,
  ].join('|'),
  'giv',
)

/**
 * A text without what is not prose: code (CommonMark's spans, fenced and indented blocks), destinations of links, URLs and
 * email addresses. The rest stays as it is written.
 */
export function proseOf(text: string): string {
  const outside = signs.test(text) ? outsideCode(text) : text
  return outside.replace(address, '\n')
}

function outsideCode(text: string): string {
  const parts: string[] = []
  for (const { type, content, children } of markdown.parse(text, {})) {
    if (type === 'html_block') parts.push(content, '\n')
    if (type === 'inline') parts.push(writtenAll(children!), '\n')
  }
  return parts.join('')
}

type Token = ReturnType<typeof markdown.parse>[number]

function writtenAll(tokens: readonly Token[]): string {
  let isInAutolink = false
  let text = ''
  for (const token of tokens) {
    if (token.type === 'link_open') isInAutolink = token.info === 'auto'
    if (!isInAutolink) text += written(token)
    if (token.type === 'link_close') isInAutolink = false
  }
  return text
}

function written(token: Token): string {
  const { type, content, markup, children } = token
  switch (type) {
    case 'text_special':
      return markup
    case 'softbreak':
    case 'hardbreak':
      return '\n'
    case 'code_inline':
      return '`'
    case 'link_open':
      return `[${titleOf(token)}`
    case 'link_close':
      return ']\n'
    case 'image':
      return `[${titleOf(token)}${writtenAll(children!)}]\n`
    default:
      return content
  }
}

/** What a browser shows of a link under the pointer. */
function titleOf(token: Token): string {
  const title = token.attrGet('title')
  return title ? `"${title}"\n` : ''
}
