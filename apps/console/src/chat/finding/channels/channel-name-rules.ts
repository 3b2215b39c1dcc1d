const maxNameLength = 80

/** What somebody types, as a channel may be called: lower-case letters, digits and hyphens. One at the end may go on. */
export function toChannelName(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ı', 'i').replaceAll('ß', 'ss').toLowerCase()
  return plain
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+/, '')
    .replace(/-{2,}/g, '-')
    .slice(0, maxNameLength)
}

/** The name once nothing more is typed. */
export const finished = (name: string): string => name.replace(/-+$/, '')
