import { useInfiniteQuery } from '@tanstack/react-query'
import { AtSign } from 'lucide-react'
import { useEffect } from 'react'
import { useTexts } from '../../../i18n/language.ts'
import { shellTexts } from '../../../shell/texts/index.ts'
import { useStore, useTopic } from '../../../shell/workspace-provider.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { findingTexts } from '../texts/index.ts'
import { FoundRow } from './found-row.tsx'
import { ListScreen } from './list-screen.tsx'
import { Pages } from './pages.tsx'

/** What mentions whoever looks at it, newest first. */
export default function Mentions() {
  const { mentions: title } = useTexts(shellTexts)
  const texts = useTexts(findingTexts)
  const { parley } = useStore()
  const count = useTopic('unread', ({ unread }) => unread.mentions)
  const pages = useInfiniteQuery({
    queryKey: ['mentions'],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) => await parley.messages.listMentions({ limit: 30, before: pageParam }),
    getNextPageParam: ({ data, meta }) => (meta.has_more ? data.at(-1)?.id : undefined),
    staleTime: 0,
  })
  const { refetch } = pages
  // With each change of the count the list is another.
  useEffect(() => void refetch(), [refetch, count])
  const mentions = pages.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <ListScreen title={title}>
      <Pages
        pages={pages}
        count={mentions.length}
        empty={<EmptyState icon={AtSign} title={texts.noMentions} about={texts.noMentionsAbout} />}
      >
        {mentions.map((message) => (
          <FoundRow key={message.id} message={message} />
        ))}
      </Pages>
    </ListScreen>
  )
}
