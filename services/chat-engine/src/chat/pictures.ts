import { invalidInput } from '@parley/kit/errors'
import type { Picture } from '../engines/engine.ts'

/** How files of each type begin. */
const signatures: Record<Picture['mediaType'], RegExp> = {
  'image/jpeg': /^\xff\xd8\xff/,
  'image/png': /^\x89PNG\r\n/,
  'image/gif': /^GIF8[79]a/,
  'image/webp': /^RIFF.{4}WEBP/s,
}
/** Characters of base64 that hold the longest of them. */
const headLength = 16

/** @throws ServiceError 400 that names those that are no pictures of the type that they are said to be */
export function requirePictures(pictures: readonly Picture[]): void {
  const details = pictures.flatMap(({ mediaType, base64 }, i) => {
    const head = Buffer.from(base64.slice(0, headLength), 'base64').toString('latin1')
    return signatures[mediaType].test(head) ? [] : [{ path: `images.${i}.base64`, message: `Is no ${mediaType}.` }]
  })
  if (details.length > 0) throw invalidInput(details)
}
