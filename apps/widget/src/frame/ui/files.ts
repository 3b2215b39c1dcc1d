import type { Texts } from '../../i18n/en.ts'

/** As the contract has it; the server looks at the bytes. */
const maxFiles = 5
const maxMegabytes = 10

/** What the picker offers. */
export const fileTypes =
  '.jpg,.jpeg,.png,.webp,.pdf,.zip,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,image/jpeg,image/png,image/webp'

/** The files of a message with some more, as far as they may be sent, and why one may not. */
export function chooseFiles(
  chosen: readonly File[],
  more: readonly File[],
  texts: Texts,
): { files: readonly File[]; problem: string | undefined } {
  const large = more.find(({ size }) => size > maxMegabytes * 1024 * 1024)
  const fitting = [...chosen, ...more.filter(({ size }) => size <= maxMegabytes * 1024 * 1024)]
  const tooMany = fitting.length > maxFiles ? texts.tooMany(maxFiles) : undefined
  return { files: fitting.slice(0, maxFiles), problem: large ? texts.tooLarge(large.name, maxMegabytes) : tooMany }
}
