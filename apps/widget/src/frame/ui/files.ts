import type { Texts } from '../../i18n/en.ts'
import { messageLimits } from '../model/message-limits.ts'

const { files: most, megabytes } = messageLimits

/** How files begin that are taken, whatever they are called; office documents are ZIP archives, or begin as the old ones do. */
const beginnings = ['\xff\xd8\xff', '\x89PNG', '%PDF-', 'PK\x03\x04', '\xd0\xcf\x11\xe0']
const longestBeginning = 12

async function isOfType(file: File): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, longestBeginning).arrayBuffer())
  const start = String.fromCharCode(...bytes)
  const isWebp = start.startsWith('RIFF') && start.endsWith('WEBP')
  return isWebp || beginnings.some((beginning) => start.startsWith(beginning))
}

/**
 * The files of a message with some more, as far as they may be sent, and why one may not. The server, which looks at more of
 * them, may still refuse one.
 */
export async function chooseFiles(
  chosen: readonly File[],
  more: readonly File[],
  texts: Texts,
): Promise<{ files: readonly File[]; problem: string | undefined }> {
  const fitting = [...chosen]
  let problem: string | undefined
  for (const file of more) {
    if (file.size > megabytes * 1024 * 1024) problem ??= texts.tooLarge(file.name, megabytes)
    // A file that is gone by now cannot be read.
    else if (!(await isOfType(file).catch(() => false))) problem ??= `${file.name}: ${texts.wrongFiles}`
    else if (fitting.length === most) problem ??= texts.tooMany(most)
    else fitting.push(file)
  }
  return { files: fitting, problem }
}
