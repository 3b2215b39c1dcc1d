import { useTexts } from '../i18n/language.ts'
import { shellTexts } from '../shell/texts/index.ts'
import { EmptyState } from '../ui/states.tsx'

/** What stands at an address that leads nowhere. */
export function NothingHere() {
  const texts = useTexts(shellTexts)
  return <EmptyState title={texts.notFound} about={texts.notFoundAbout} />
}
