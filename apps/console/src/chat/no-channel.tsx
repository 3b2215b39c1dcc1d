import { useTexts } from '../i18n/language.ts'
import { EmptyState } from '../ui/states.tsx'
import { chatTexts } from './texts/index.ts'

/** What stands in the place of a channel that is not there, or not for them. */
export function NoChannel() {
  const texts = useTexts(chatTexts)
  return <EmptyState title={texts.noSuchChannel} about={texts.noSuchChannelAbout} />
}
