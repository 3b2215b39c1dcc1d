import MarkdownIt, { type Token } from 'markdown-it'
import { escapeHtml } from '../markdown.ts'

/** Bare file names are no addresses, and text stays text, whatever definitions of links it has. */
const markdown = new MarkdownIt({ linkify: true, breaks: true }).disable(['table', 'reference'])
markdown.linkify.set({ fuzzyLink: false })
// An address of `tg:` would mention somebody.
markdown.validateLink = (url) => /^(https?|mailto|tel):/i.test(url)

/** How a text is written that is neither code nor a link. */
export type Prose = (escaped: string) => string

/**
 * Markdown as the HTML that Telegram understands: inline elements, quotes and code; the rest as lines of text.
 *
 * @param prose writes mentions into what is given to it, which is escaped already
 */
export function toTelegram(text: string, prose: Prose): string {
  const written = blocksOf(markdown.parse(text, {}), prose)
  return written.replaceAll(/\n{3,}/g, '\n\n').trim()
}

const addressOf = (token: Token, name: 'href' | 'src'): string => String(token.attrGet(name) ?? '')

/** Lists that are open, by the number of their next item; null where items have none. */
interface Writing {
  lists: (number | null)[]
  quotes: number
}

function blocksOf(tokens: readonly Token[], prose: Prose): string {
  const writing: Writing = { lists: [], quotes: 0 }
  return tokens.map((token) => blockOf(token, writing, prose)).join('')
}

function blockOf(token: Token, writing: Writing, prose: Prose): string {
  const { lists } = writing
  switch (token.type) {
    case 'inline':
      return inlineOf(token.children ?? [], prose)
    case 'paragraph_close':
      return lists.length > 0 ? '\n' : '\n\n'
    case 'heading_open':
      return '<b>'
    case 'heading_close':
      return '</b>\n\n'
    case 'fence':
    case 'code_block':
      return `${codeBlockOf(token)}\n\n`
    case 'hr':
      return '———\n\n'
    case 'bullet_list_open':
      lists.push(null)
      return ''
    case 'ordered_list_open':
      lists.push(Number(token.attrGet('start') ?? 1))
      return ''
    case 'bullet_list_close':
    case 'ordered_list_close':
      lists.pop()
      return lists.length > 0 ? '' : '\n'
    case 'list_item_open':
      return itemOf(lists)
    // Telegram refuses quotes within quotes.
    case 'blockquote_open':
      return writing.quotes++ === 0 ? '<blockquote>' : ''
    case 'blockquote_close':
      return --writing.quotes === 0 ? '</blockquote>\n' : ''
    default:
      return ''
  }
}

function itemOf(lists: (number | null)[]): string {
  const number = lists.at(-1)
  if (number !== null && number !== undefined) lists[lists.length - 1] = number + 1
  return `${'  '.repeat(lists.length - 1)}${number === null || number === undefined ? '•' : `${number}.`} `
}

function codeBlockOf({ content, info }: Token): string {
  const language = /^[\w+#-]+/.exec(info)?.[0]
  const code = escapeHtml(content.replace(/\n$/, ''))
  return language ? `<pre><code class="language-${language}">${code}</code></pre>` : `<pre>${code}</pre>`
}

const tags: Record<string, string> = {
  ...{ strong_open: '<b>', strong_close: '</b>', em_open: '<i>', em_close: '</i>', s_open: '<s>', s_close: '</s>' },
  ...{ softbreak: '\n', hardbreak: '\n', link_close: '</a>' },
}

function inlineOf(tokens: readonly Token[], prose: Prose): string {
  let links = 0
  const written = tokens.map((token) => {
    if (token.type === 'link_open') links += 1
    if (token.type === 'link_close') links -= 1
    switch (token.type) {
      case 'text':
      case 'text_special':
        return links > 0 ? escapeHtml(token.content) : prose(escapeHtml(token.content))
      case 'code_inline':
        return `<code>${escapeHtml(token.content)}</code>`
      case 'link_open':
        return `<a href="${escapeHtml(addressOf(token, 'href'))}">`
      case 'image': {
        const url = addressOf(token, 'src')
        const label = escapeHtml(token.content || url)
        return links > 0 ? label : `<a href="${escapeHtml(url)}">${label}</a>`
      }
      default:
        return tags[token.type] ?? escapeHtml(token.content)
    }
  })
  return written.join('')
}
