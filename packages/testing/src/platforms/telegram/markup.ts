import { type TelegramEntity, TelegramRefusal } from './chats.ts'

const tags: Record<string, string> = {
  ...{ b: 'bold', strong: 'bold', i: 'italic', em: 'italic', u: 'underline', ins: 'underline' },
  ...{ s: 'strikethrough', strike: 'strikethrough', del: 'strikethrough', code: 'code', pre: 'pre', a: 'text_link' },
  ...{ blockquote: 'blockquote', 'tg-spoiler': 'spoiler' },
}

/** Text in Telegram’s HTML as what it shows, with its entities. What is no such HTML is refused. */
export function parseHtml(html: string): { text: string; entities: TelegramEntity[] } {
  const entities: TelegramEntity[] = []
  const open: { name: string; entity: TelegramEntity }[] = []
  let text = ''
  for (const [whole, closing, name = '', attributes = ''] of html.matchAll(
    /<(\/?)([a-z-]*)([^<>]*)>|&[a-z#\d]+;|[^<&]+|[<&]/gi,
  )) {
    if (whole === '<') throw unparsed(`Unexpected end tag at byte offset ${text.length}`)
    if (!whole.startsWith('<')) {
      text += decoded(whole)
    } else if (!closing) {
      const type = tags[name.toLowerCase()]
      if (!type) throw unparsed(`Unsupported start tag "${name}" at byte offset ${text.length}`)
      const url = /href="([^"]*)"/.exec(attributes)?.[1]
      open.push({ name, entity: { type, offset: text.length, length: 0, ...(url && { url: decoded(url) }) } })
    } else {
      const last = open.pop()
      if (last?.name !== name) throw unparsed(`Unmatched end tag at byte offset ${text.length}`)
      last.entity.length = text.length - last.entity.offset
      if (last.entity.length > 0) entities.push(last.entity)
    }
  }
  if (open.length > 0) throw unparsed(`Can't find end tag corresponding to start tag "${open.at(-1)!.name}"`)
  return { text, entities: entities.sort((a, b) => a.offset - b.offset) }
}

const unparsed = (why: string) => new TelegramRefusal(400, `Bad Request: can't parse entities: ${why}`)

const decoded = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
