import { useTexts } from '../i18n/language.ts'
import { uiTexts } from './texts/index.ts'
import { say } from './toasts.tsx'

/** Copies a text, and says what was done, or that the browser does not allow it. */
export function useCopy() {
  const texts = useTexts(uiTexts)
  return async (text: string, done?: string): Promise<boolean> => {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      say(texts.notCopied)
      return false
    }
    if (done !== undefined) say(done)
    return true
  }
}
