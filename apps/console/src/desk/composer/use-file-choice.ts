import { useTexts } from '../../i18n/language.ts'
import { say } from '../../ui/toasts.tsx'
import { deskTexts } from '../texts/index.ts'

const maxFiles = 5
const maxBytes = 10 * 1024 * 1024

/** Adds files to those that are chosen, and says which cannot be sent. */
export function useFileChoice(chosen: readonly File[], onChange: (files: readonly File[]) => void) {
  const texts = useTexts(deskTexts)
  return (list: FileList | null) => {
    const added = [...(list ?? [])]
    for (const { name } of added.filter(({ size }) => size > maxBytes)) say(texts.tooLarge(name))
    const fitting = [...chosen, ...added.filter(({ size }) => size <= maxBytes)]
    if (fitting.length > maxFiles) say(texts.tooManyFiles(maxFiles))
    onChange(fitting.slice(0, maxFiles))
  }
}
