import { useQuery } from '@tanstack/react-query'
import { useDesk } from '../use-desk.ts'

/** The conversations of a visitor, the one that changed last first. */
export function useConversationsOf(visitorId: string) {
  const { calls, conversations } = useDesk()
  return useQuery({
    queryKey: ['desk', 'conversations of', visitorId],
    queryFn: async () => {
      const found = await calls.list({ search: visitorId }, 'last_updated', { limit: 30 })
      for (const each of found.conversations) conversations.put(each)
      return found.conversations.filter(({ visitor }) => visitor.id === visitorId)
    },
  })
}
