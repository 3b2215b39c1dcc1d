/** How Slack's ids are written here. */
export interface SlackNames {
  /** Somebody who is mentioned, with the label that the message has for them. */
  person(id: string, label: string | undefined): string
  channel(id: string, label: string | undefined): string
  /** `channel`, `here` or `everyone`. */
  everybody(whom: string): string
}

/** What hides a mention from whatever looks for one, and is not seen. */
const joiner = '\u2060'

/** `@channel` as a text that mentions nobody. */
export const neutralised = (whom: string): string => `@${joiner}${whom}`

/** Names as a history has them: nobody is to be mentioned by it. */
export const plainNames = (
  people: (id: string) => string | undefined,
  channels: (id: string) => string | undefined = () => undefined,
): SlackNames => ({
  person: (id, label) => `@${people(id) || label || id}`,
  channel: (id, label) => `#${channels(id) || label || id}`,
  everybody: neutralised,
})

/** What is not to be touched once it is made: links, names and code, by their number. */
class Kept {
  readonly #texts: string[] = []

  keep(text: string): string {
    this.#texts.push(text)
    return `\0${this.#texts.length - 1}\0`
  }

  restore(text: string): string {
    // Links may be kept within quotes of links: from the last to the first.
    return text.replaceAll(/\0(\d+)\0/g, (_, index: string) => this.restore(this.#texts[Number(index)]!))
  }
}

const withoutNul = (text: string): string => text.replaceAll('\0', '').toWellFormed()

/** Slack's three entities; `&amp;` last, so that `&amp;lt;` is `&lt;`. */
const decoded = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** What Slack writes of ids and addresses; any other `<` would be an entity, and is text of something older. */
const entities = /<([@#!][^<>\n]*|[a-z][a-z\d+.-]*:[^<>\n]*)>/gi

/** What most messages have nothing of. */
const markup = /[<>&*~`\0\ud800-\udfff]/

/** Slack's mrkdwn as Markdown. NUL characters are dropped. */
export function fromSlack(text: string, names: SlackNames): string {
  if (!markup.test(text)) return text
  const kept = new Kept()
  const rest = withoutNul(text)
    .replaceAll(/```([\s\S]*?)```/g, (_, code: string) => kept.keep(fenced(plainly(code, names))))
    .replaceAll(/`[^`\n]+`/g, (code) => kept.keep(plainly(code, names)))
    .replaceAll(entities, (_, inner: string) => kept.keep(entity(inner, names, false)))
  return kept.restore(decoded(emphasised(quoted(rest))))
}

/** Code, in which links and names are text. */
const plainly = (code: string, names: SlackNames): string =>
  decoded(code.replaceAll(entities, (_, inner: string) => entity(inner, names, true)))

/** A fence needs lines of its own. */
const fenced = (code: string): string =>
  `\`\`\`${code.startsWith('\n') ? '' : '\n'}${code}${code.endsWith('\n') ? '' : '\n'}\`\`\``

/** What Slack writes between `<` and `>`. */
function entity(inner: string, names: SlackNames, isCode: boolean): string {
  const bar = inner.indexOf('|')
  const target = bar < 0 ? inner : inner.slice(0, bar)
  const label = bar < 0 ? undefined : decoded(inner.slice(bar + 1)) || undefined
  if (target.startsWith('@')) return names.person(target.slice(1), label)
  if (target.startsWith('#')) return names.channel(target.slice(1), label)
  if (target.startsWith('!')) return special(target.slice(1), label, names)
  return link(decoded(target), label, isCode)
}

function special(name: string, label: string | undefined, names: SlackNames): string {
  const [kind = '', id = ''] = name.split('^')
  if (['channel', 'here', 'everyone'].includes(kind)) return names.everybody(kind)
  if (kind === 'subteam') return neutralised((label ?? id).replace(/^@/, ''))
  return label ?? kind
}

const linked = /^(?:https?:\/\/|mailto:|tel:)/i

function link(url: string, label: string | undefined, isCode: boolean): string {
  if (!linked.test(url)) return label ?? url
  const bare = url.replace(/^(?:mailto|tel):/i, '')
  if (isCode || label === undefined || label === bare || label === url) return label ?? bare
  return `[${label.replaceAll(/[[\]\\]/g, '\\$&')}](${url.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll(' ', '%20')})`
}

/** `>>>` quotes all that follows. */
function quoted(text: string): string {
  const at = text.search(/^&gt;&gt;&gt;/m)
  if (at < 0) return text
  const rest = text.slice(at + '&gt;&gt;&gt;'.length).trimStart()
  return text.slice(0, at) + rest.replaceAll(/^/gm, '&gt; ')
}

/** `*bold*` and `~struck~` where Slack sees them: around whole words of one line. `_` is the same in both. */
const emphasised = (text: string): string =>
  text
    .replaceAll(/(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*\n]*?)(?<=\S)\*(?![\p{L}\p{N}*])/gu, '**$1**')
    .replaceAll(/(?<![\p{L}\p{N}~])~(?=[^\s~])([^~\n]*?)(?<=\S)~(?![\p{L}\p{N}~])/gu, '~~$1~~')

/** A word that no Markdown has, for what is bold while italics are looked for. */
const boldMark = '\u0001'

/** Replaces fences, by their code. Of one that nobody closes the marks are text. */
function fencesOf(markdown: string, replace: (code: string) => string): string {
  const lines = markdown.split('\n')
  const lastEnd = lines.lastIndexOf('```')
  const replaced: string[] = []
  for (let i = 0; i < lines.length; i++) {
    const isOpening = i < lastEnd && /^```[^`]*$/.test(lines[i]!)
    const end = isOpening ? lines.indexOf('```', i + 1) : -1
    replaced.push(isOpening ? replace(lines.slice(i + 1, end).join('\n')) : lines[i]!)
    if (isOpening) i = end
  }
  return replaced.join('\n')
}

/**
 * Markdown as Slack's mrkdwn: what somebody writes here mentions nobody there. NUL characters are dropped. What is
 * bold or a link is looked for within bounds: a text of nothing but marks takes no longer than another.
 */
export function toSlack(markdown: string): string {
  const kept = new Kept()
  const plain = withoutNul(markdown).replaceAll(boldMark, '')
  const rest = fencesOf(plain, (code) => kept.keep(`\`\`\`\n${escaped(code)}\n\`\`\``))
    .replaceAll(/`[^`\n]+`/g, (code) => kept.keep(escaped(code)))
    .replaceAll(/!?\[((?:\\.|[^\]\\\n]){0,500})\]\((https?:[^\s)]{1,2000})\)/g, (_, label: string, url: string) =>
      kept.keep(`<${address(url)}|${escaped(label.replaceAll(/\\(.)/g, '$1')).replaceAll('|', '¦')}>`),
    )
    .replaceAll(/https?:\/\/[^\s<>|]+/g, (url) => kept.keep(escaped(url)))
  const marked = escaped(rest)
    .replaceAll(/^&gt;/gm, '>')
    .replaceAll(/^#{1,6} +(.+?)(?: +#+)?$/gm, `${boldMark}$1${boldMark}`)
    .replaceAll(/^([^\S\n]*)[-*+] +/gm, '$1• ')
    .replaceAll(/(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1/g, `${boldMark}$2${boldMark}`)
    .replaceAll(/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])/gu, '_$1_')
    .replaceAll(/~~(?=\S)(.{1,1000}?)(?<=\S)~~/g, '~$1~')
    .replaceAll(boldMark, '*')
  return kept.restore(marked)
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const address = (url: string): string => escaped(url).replaceAll('|', '%7C')
