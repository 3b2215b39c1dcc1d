import type { SavedView } from '@parley/client/index'
import { useQuery } from '@tanstack/react-query'
import { useDesk } from './use-desk.ts'

const none: readonly SavedView[] = []

/** The views that are shared, and this agent’s own, by name; undefined until they are there. */
export function useSavedViews(): readonly SavedView[] | undefined {
  const { workspace, roles } = useDesk()
  const { data } = useQuery({
    queryKey: ['desk', 'views'],
    queryFn: async () => (await workspace.parley.agent.listSavedViews()).views,
    enabled: roles.isAgent,
  })
  return roles.isAgent ? data : none
}
