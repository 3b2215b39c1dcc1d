import { maxContentLength } from '@parley/contracts/messages/message'
import { fromSlack, plainNames } from '../platforms/slack/format.ts'
import type { Attachment, Block, SlackPayload } from './slack-payload.ts'

/** Nobody is looked up: mentions are text. */
const names = plainNames(() => undefined)

const mrkdwn = (text: string): string => fromSlack(text, names).trim()

/** What a payload says, as Markdown; empty where it says nothing. */
export function markdownOf({ text, mrkdwn: isMarkup = true, blocks, attachments }: SlackPayload): string {
  const fallback = text ? (isMarkup === false ? text : mrkdwn(text)) : ''
  const shown = paragraphs((blocks ?? []).map(blockText))
  return cut(paragraphs([shown || fallback, ...(attachments ?? []).map(attachmentText)]))
}

const paragraphs = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n')
const lines = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n')

function cut(text: string): string {
  const characters = [...text.replaceAll('\0', '').trim()]
  return characters.length <= maxContentLength
    ? characters.join('')
    : `${characters.slice(0, maxContentLength - 1).join('')}…`
}

/** A text object, or a plain string. */
function plain(given: Block['text'] | Block['title']): string {
  if (!given) return ''
  if (typeof given === 'string') return mrkdwn(given)
  const { type, text } = given
  return type === 'plain_text' ? (text ?? '').trim() : mrkdwn(text ?? '')
}

function blockText({ type, text, fields, elements, alt_text, image_url, title }: Block): string {
  switch (type) {
    case 'header':
      return plain(text) && `**${plain(text)}**`
    case 'divider':
      return '---'
    case 'image':
      return link(plain(title) || alt_text || 'image', image_url)
    case 'section':
      return lines([plain(text), ...(fields ?? []).map(plain)])
    case 'context':
      return (elements ?? []).map(contextText).filter(Boolean).join(' ')
    case 'rich_text':
      return (elements ?? [])
        .map((each) => richText(each, 0))
        .join('')
        .trim()
    default:
      return ''
  }
}

type Element = { type?: unknown; text?: unknown; elements?: unknown; url?: unknown; name?: unknown; alt_text?: unknown }
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A text, or what an image shows. */
function contextText(element: unknown): string {
  const { type, text, alt_text } = (element ?? {}) as Element
  return type === 'image' ? textIn(alt_text) : plain({ type: textIn(type), text: textIn(text) })
}

/** Lists within quotes within rich text; what nests deeper is left out. */
const maxDepth = 10

/** Of rich text its words and links. */
function richText(element: unknown, depth: number): string {
  const { type, text, elements, url, name } = (element ?? {}) as Element
  if (Array.isArray(elements)) {
    const inner = depth < maxDepth ? elements.map((each) => richText(each, depth + 1)) : []
    if (type === 'rich_text_list') return inner.map((item) => `- ${item.trim()}\n`).join('')
    if (type === 'rich_text_preformatted') return `\`\`\`\n${inner.join('')}\n\`\`\`\n`
    if (type === 'rich_text_quote') return `${quoted(inner.join(''))}\n`
    return `${inner.join('')}\n`
  }
  if (type === 'link') return textIn(text) ? link(textIn(text), textIn(url)) : textIn(url)
  if (type === 'emoji') return `:${textIn(name)}:`
  return textIn(text)
}

function attachmentText(attachment: Attachment): string {
  const { fallback, pretext, author_name, title, title_link, text, fields, footer, image_url, blocks } = attachment
  const shown = lines([
    plain(author_name),
    title ? `**${title_link ? link(plain(title), title_link) : plain(title)}**` : '',
    plain(text),
    ...(fields ?? []).map(({ title: name, value }) => {
      const words = [name ? `**${plain(name)}**` : '', mrkdwn(String(value ?? ''))]
      return words.filter(Boolean).join(': ')
    }),
    image_url ? link('image', image_url) : '',
    paragraphs((blocks ?? []).map(blockText)),
    plain(footer),
  ])
  return paragraphs([plain(pretext), quoted(shown || (pretext ? '' : plain(fallback)))])
}

const quoted = (text: string): string => (text === '' ? '' : text.replaceAll(/^/gm, '> '))

/** A link to what is an address, and its label otherwise. */
function link(label: string, url: string | null | undefined): string {
  if (!url || !/^https?:\/\/\S+$/.test(url)) return label
  const address = url.replaceAll('(', '%28').replaceAll(')', '%29')
  return `[${label.replaceAll(/[[\]\\]/g, '\\$&')}](${address})`
}
