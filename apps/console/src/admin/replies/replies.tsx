import { MessageSquareQuote } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { EmptyState } from '../../ui/states.tsx'
import { Page } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { CannedReplies } from './canned-replies.tsx'
import { Macros } from './macros.tsx'
import { repliesTexts } from './texts/index.ts'

/** What agents send and do often: shared, and their own. */
export default function Replies() {
  const texts = useTexts(repliesTexts)
  const { isAgent } = useRole()
  return (
    <Page title={texts.title} about={texts.about}>
      {isAgent ? (
        <>
          <CannedReplies />
          <Macros />
        </>
      ) : (
        <EmptyState icon={MessageSquareQuote} title={texts.notAgent} about={texts.notAgentAbout} />
      )}
    </Page>
  )
}
