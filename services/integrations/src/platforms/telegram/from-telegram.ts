import type { TelegramEntity, TelegramUser } from './payloads.ts'

/** What hides a mention from whatever looks for one, and is not seen. */
const joiner = '\u2060'

/** A text and its entities as Markdown. Somebody without a username is mentioned by who they are: `person` names them. */
export function fromTelegram(
  text: string,
  entities: readonly TelegramEntity[],
  person: (user: TelegramUser) => string,
): string {
  // What contains others comes before them.
  const ordered = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length)
  return rendered({ text, person }, { from: 0, to: text.length }, ordered).toWellFormed()
}

interface Source {
  text: string
  person: (user: TelegramUser) => string
}

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
    written += neutralised(source.text.slice(at, range.from))
    written = joined(written, marked(source, entity, range, within), entity)
    at = range.to
  }
  return written + neutralised(source.text.slice(at, to))
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
      return plain.includes('`') ? `\`\` ${plain} \`\`` : `\`${plain}\``
    case 'pre':
      return `\`\`\`${entity.language ?? ''}\n${plain.replace(/\n$/, '')}\n\`\`\``
    case 'blockquote':
    case 'expandable_blockquote':
      return inner().replaceAll(/^/gm, '> ')
    case 'text_link':
      return linkOf(inner(), entity.url ?? '')
    case 'text_mention':
      return entity.user ? source.person(entity.user) : inner()
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

/** Marks stand beside what is no white space. */
function surrounded(text: string, mark: string): string {
  const bare = text.trim()
  if (bare === '') return text
  const start = text.indexOf(bare)
  return `${text.slice(0, start)}${mark}${bare}${mark}${text.slice(start + bare.length)}`
}

function linkOf(label: string, url: string): string {
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return label
  const address = url.replaceAll(' ', '%20').replaceAll('(', '%28').replaceAll(')', '%29')
  return `[${label.replaceAll(/[[\]]/g, '\\$&')}](${address})`
}

/** Whoever is named so there is somebody else here. */
export const neutralised = (text: string): string =>
  text.replaceAll(/(?<![\p{L}\p{N}])@(?=[\p{L}\p{N}])/gu, `@${joiner}`)
