import { codeBlockOf, codeOf, linkOf, surrounded, unmentioning } from '../markdown.ts'
import type { TelegramEntity, TelegramUser } from './payloads.ts'

/** How those are called here who are mentioned there. */
export interface Mentioned {
  /** Somebody without a username, who is mentioned by who they are. */
  person: (user: TelegramUser) => string
  /** Whoever has this username, with its `@`; undefined where they are nobody here. */
  named: (username: string) => string | undefined
}

/** A text and its entities as Markdown. */
export function fromTelegram(text: string, entities: readonly TelegramEntity[], mentioned: Mentioned): string {
  // What contains others comes before them.
  const ordered = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length)
  return rendered({ text, ...mentioned }, { from: 0, to: text.length }, ordered).toWellFormed()
}

type Source = Mentioned & { text: string }

interface Range {
  from: number
  to: number
}

function rendered(source: Source, { from, to }: Range, entities: readonly TelegramEntity[]): string {
  let written = ''
  let at = from
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i]!
    const range = { from: Math.max(at, entity.offset), to: Math.min(to, entity.offset + entity.length) }
    const next = entities.findIndex(({ offset }, index) => index > i && offset >= range.to)
    const within = entities.slice(i + 1, next < 0 ? entities.length : next)
    i = next < 0 ? entities.length : next
    if (range.from >= range.to) continue
    written += unmentioning(source.text.slice(at, range.from))
    written = joined(written, marked(source, entity, range, within), entity)
    at = range.to
  }
  return written + unmentioning(source.text.slice(at, to))
}

const marks: Record<string, string> = { bold: '**', italic: '_', strikethrough: '~~' }

function marked(source: Source, entity: TelegramEntity, range: Range, within: readonly TelegramEntity[]): string {
  const plain = source.text.slice(range.from, range.to)
  const inner = () => rendered(source, range, within)
  switch (entity.type) {
    case 'bold':
    case 'italic':
    case 'strikethrough':
      return surrounded(inner(), marks[entity.type]!)
    case 'code':
      return codeOf(plain)
    case 'pre':
      return codeBlockOf(plain, entity.language ?? '')
    case 'blockquote':
    case 'expandable_blockquote':
      return inner().replaceAll(/^/gm, '> ')
    case 'text_link':
      return linkOf(inner(), entity.url ?? '')
    case 'text_mention':
      return entity.user ? source.person(entity.user) : inner()
    case 'mention':
      return source.named(plain) ?? inner()
    case 'url':
    case 'email':
      return plain
    default:
      return inner()
  }
}

const blocks = new Set(['pre', 'blockquote', 'expandable_blockquote'])

/** A block needs lines of its own. What follows it begins with a line break, or is on its last line. */
const joined = (before: string, part: string, { type }: TelegramEntity): string => {
  if (!blocks.has(type)) return before + part
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${part}\n`
}
