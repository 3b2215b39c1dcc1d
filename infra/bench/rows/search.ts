import { parseQuery, type SearchQuery } from '@parley/messaging/domain/search-query'
import { findMessages } from '@parley/messaging/store/search'
import { readSearchStatistics } from '@parley/messaging/store/search-statistics'
import type { Asker, Population } from '../growth/population.ts'
import type { GrowthQuery, QueriesOf } from '../growth/query.ts'

const limit = 20

const reader = ({ reader }: Population) => reader
const insider = ({ insider }: Population) => insider

/**
 * Searches as people write them: for a rare, a medium and a common word, in everything that one may read who reads one
 * message of a hundred, in a channel of theirs, and in the largest channel there is; and others that cost most.
 */
export const searchQueries: QueriesOf = async (population, admin) => {
  const { workspaceId, terms, largestChannelId, readerChannelIds } = population
  const busiest = readerChannelIds[0]!
  const statistics = await readSearchStatistics(admin)

  const search = (
    name: string,
    asker: (population: Population) => Asker,
    texts: readonly string[],
    channelId?: string,
  ): GrowthQuery => {
    const { userId } = asker(population)
    const text = (i: number) => texts[i % texts.length]!
    return {
      name: `search, ${name}`,
      asker,
      path: (i) =>
        `/api/v2/messages/search?${new URLSearchParams({
          query: text(i),
          limit: String(limit),
          ...(channelId && { channel_id: channelId }),
        })}`,
      run: (db, i) => {
        const at = new Date()
        // None of these texts is a bad query.
        const query = parseQuery(text(i), userId, at) as SearchQuery
        return findMessages(db, statistics, { workspaceId, userId }, query, { channelId, limit, offset: 0, at })
      },
    }
  }

  const words = ['rare', 'medium', 'common'] as const
  const beginning = terms.common.word.slice(0, -2)
  return [
    ...words.map((each) => search(`${each} word, everywhere`, reader, [terms[each].word])),
    ...words.map((each) => search(`${each} word, in one channel`, reader, [terms[each].word], busiest)),
    ...words.map((each) =>
      search(`${each} word, in the largest channel`, insider, [terms[each].word], largestChannelId),
    ),
    search('beginning of a common word', reader, [beginning]),
    search('common word, by who reads most', insider, [terms.common.word]),
    search('two words and a day', reader, [`${terms.common.word} ${terms.medium.word} after:2025-06-01`]),
    search('a word that nobody wrote', reader, ['zyxxyzzy']),
  ]
}
