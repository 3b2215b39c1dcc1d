import { showsSomething } from '@parley/contracts/text'
import { missingEnding } from './file-types.ts'

const maxNameBytes = 255
const maxExtensionBytes = 32

/** Controls, marks that turn the direction of writing, and what else is invisible; joiners stay, emoji need them. */
const unshowable = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}|\p{Co}|\p{Cs}/gu

/**
 * A file's name as it is shown: any writing, one line, no path, at most 255 bytes, its ending kept; `file` where nothing
 * of it shows before the first dot.
 */
export function shownName(given: string | undefined): string {
  const base = (given ?? '').toWellFormed().normalize('NFC').split(/[/\\]/).at(-1)!
  const name = base.replace(unshowable, '').trim()
  if (name === '' || name === '.' || name === '..') return 'file'
  const isDotFile = base.trimStart().startsWith('.')
  const [head = ''] = name.split('.', 1)
  return withinBytes(isDotFile || showsSomething(head) ? name : `file${name.slice(head.length)}`)
}

/** A shown name that ends as its type does: `invoice.html` of a ZIP is `invoice.html.zip`. */
export const nameOfType = (name: string, type: string): string => withinBytes(name + missingEnding(name, type))

/** At most 255 bytes of a name, its ending kept. */
function withinBytes(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && Buffer.byteLength(name.slice(dot)) <= maxExtensionBytes ? name.slice(dot) : ''
  return cut(name.slice(0, name.length - ending.length), maxNameBytes - Buffer.byteLength(ending)) + ending
}

/** As much of the beginning as fits, in whole characters. */
function cut(text: string, maxBytes: number): string {
  let bytes = 0
  let end = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += Buffer.byteLength(segment)
    if (bytes > maxBytes) break
    end += segment.length
  }
  return text.slice(0, end)
}

/** As `encodeURIComponent`, without what a header's or a path's reader might take amiss. */
export const encodeName = (name: string): string =>
  encodeURIComponent(name).replace(/['()*!]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

/** `Content-Disposition` (RFC 6266): the name in ASCII for old clients, and as it is (RFC 5987). */
export const disposition = (kind: 'inline' | 'attachment', name: string): string =>
  `${kind}; filename="${name.replace(/[^\x20-\x7e]|["\\%]/gu, '_')}"; filename*=UTF-8''${encodeName(name)}`
