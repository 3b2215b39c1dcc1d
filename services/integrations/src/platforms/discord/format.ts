/** How Discord's ids are written here. */
export interface DiscordNames {
  person(id: string): string
  channel(id: string): string
  /** `everyone`, `here` or a role, which nobody is mentioned by. */
  group(name: string): string
}

/** Discord's Markdown as everybody's: code stays as it is. */
export function fromDiscord(text: string, names: DiscordNames): string {
  return outsideCode(text, (prose) =>
    prose
      .replaceAll(/<@!?(\d+)>/g, (_, id: string) => names.person(id))
      .replaceAll(/<@&(\d+)>/g, () => names.group('role'))
      .replaceAll(/<#(\d+)>/g, (_, id: string) => names.channel(id))
      .replaceAll(/<a?:(\w+):\d+>/g, ':$1:')
      .replaceAll(/<t:(-?\d{1,12})(?::[tTdDfFR])?>/g, (whole, seconds: string) => timeOf(seconds) ?? whole)
      .replaceAll(/<\/([^:>]+):\d+>/g, '`/$1`')
      .replaceAll(/<(https?:\/\/[^\s>]+)>/g, '$1')
      .replaceAll(/@(everyone|here)\b/g, (_, name: string) => names.group(name))
      // What is underlined there would be bold here.
      .replaceAll(/(?<!_)__(?!_)([^\n]+?)(?<!_)__(?!_)/g, '_$1_')
      .replaceAll(/^-# /gm, ''),
  )
}

/** Markdown as Discord shows it: pictures are links, and headings have three depths. */
export function toDiscord(markdown: string): string {
  return outsideCode(markdown, (prose) =>
    prose
      .replaceAll(
        /!\[([^\]\n]{0,500})\]\((https?:[^\s)]{1,2000})\)/g,
        (_, label: string, url: string) => `[${label || url}](${url})`,
      )
      .replaceAll(/^#{4,6} /gm, '### ')
      // Ids and times that somebody has written out are text.
      .replaceAll(/<(?=[@#:/t]|a:)/g, '<\u2060'),
  )
}

const code = /(```[\s\S]*?```|``[^\n]*?``|`[^`\n]+`)/g

const outsideCode = (text: string, change: (prose: string) => string): string =>
  text
    .split(code)
    .map((part, i) => (i % 2 === 1 ? part : change(part)))
    .join('')

function timeOf(seconds: string): string | undefined {
  const time = new Date(Number(seconds) * 1_000)
  return Number.isNaN(time.getTime()) ? undefined : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
