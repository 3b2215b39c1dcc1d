import type { FoundMessage } from '@parley/client/index'
import { ParleyError } from '@parley/client/parley-error'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Search as SearchIcon } from 'lucide-react'
import { useMemo } from 'react'
import { Link, useSearch } from 'wouter'
import { channelPath } from '../../../addresses.ts'
import { useTexts } from '../../../i18n/language.ts'
import { shellTexts } from '../../../shell/texts/index.ts'
import { useStore } from '../../../shell/workspace-provider.tsx'
import { highlightParts } from '../../../text/highlight.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { ChannelTitle } from '../../channel-title.tsx'
import { FoundRow } from '../lists/found-row.tsx'
import { ListScreen } from '../lists/list-screen.tsx'
import { Pages } from '../lists/pages.tsx'
import { findingTexts } from '../texts/index.ts'
import { useChannelTitle } from '../use-channel-title.ts'
import styles from './search.module.css'
import { SearchForm } from './search-form.tsx'

/** Finds messages: by words and operators, grouped by channel, each leading to its place. */
export default function Search() {
  const { search } = useTexts(shellTexts)
  const texts = useTexts(findingTexts)
  const query = new URLSearchParams(useSearch()).get('q')?.trim() ?? ''
  return (
    <ListScreen title={search}>
      <SearchForm query={query} />
      {query === '' ? (
        <EmptyState icon={SearchIcon} title={texts.searchTitle} about={texts.searchAbout} />
      ) : (
        <Results query={query} />
      )}
    </ListScreen>
  )
}

function Results({ query }: { query: string }) {
  const texts = useTexts(findingTexts)
  const { parley } = useStore()
  const pages = useInfiniteQuery({
    queryKey: ['search', query],
    initialPageParam: { offset: 0, asOf: undefined as string | undefined },
    queryFn: async ({ pageParam: { offset, asOf }, signal }) => {
      const { data, meta } = await parley.messages.search({ query, limit: 30, offset, as_of: asOf }, { signal })
      return { data, meta, next: { offset: offset + data.length, asOf: meta.as_of } }
    },
    getNextPageParam: ({ meta, next }) => (meta.has_more ? next : undefined),
    staleTime: 10_000,
  })
  const found = useMemo(() => pages.data?.pages.flatMap(({ data }) => data) ?? [], [pages.data])
  const groups = useMemo(() => [...Map.groupBy(found, ({ channel_id }) => channel_id)], [found])
  const meta = pages.data?.pages[0]?.meta
  // An operator with a value that it cannot have: what it says is for whoever wrote it.
  if (pages.error instanceof ParleyError && pages.error.status === 400)
    return (
      <EmptyState
        icon={SearchIcon}
        title={texts.badQuery}
        about={pages.error.details.map(({ message }) => message).join(' ') || pages.error.message}
      />
    )
  return (
    <>
      <p className={styles.total} role="status">
        {meta && meta.total > 0 && texts.found(meta.total, meta.total_is_capped)}
      </p>
      <Pages
        pages={pages}
        count={found.length}
        empty={<EmptyState icon={SearchIcon} title={texts.nothingFound} about={texts.nothingFoundAbout} />}
      >
        {groups.map(([channelId, messages]) => (
          <Group key={channelId} channelId={channelId} messages={messages} />
        ))}
      </Pages>
    </>
  )
}

function Group({ channelId, messages }: { channelId: string; messages: readonly FoundMessage[] }) {
  const title = useChannelTitle(channelId)
  return (
    <li>
      {title && (
        <h3 className={styles.group}>
          <Link href={channelPath({ channelId })}>
            <bdi>
              <ChannelTitle channelId={channelId} />
            </bdi>
          </Link>
        </h3>
      )}
      <ul>
        {messages.map((message) => (
          <FoundRow key={message.id} message={message} isOfGroup>
            {highlightParts(message.highlight).map(({ text, isMatch }, at) =>
              isMatch ? <mark key={at}>{text}</mark> : text,
            )}
          </FoundRow>
        ))}
      </ul>
    </li>
  )
}
