import { Name } from '@parley/contracts/fields'

const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** A name from elsewhere as one may be here; the first of these that is one. */
export function shownName(...candidates: (string | null | undefined)[]): string {
  for (const candidate of candidates) {
    const given = Name.safeParse(candidate)
    if (given.success) return given.data
    const { success, data } = Name.safeParse(cut(candidate?.replaceAll(hidden, ' ').trim() ?? ''))
    if (success) return data
  }
  return 'Unknown'
}

/** At most 100 UTF-16 units, without half a character at their end. */
const cut = (text: string): string =>
  text
    .slice(0, 100)
    .replace(/[\ud800-\udbff]$/, '')
    .trim()
