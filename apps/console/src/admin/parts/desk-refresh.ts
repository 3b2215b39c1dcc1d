import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useRefresh } from './asked.ts'

/** Asks again for what this key begins, and for what the desk shows of it. */
export function useDeskRefresh(key: string) {
  const queries = useQueryClient()
  const refresh = useRefresh()
  return useCallback(async () => {
    await Promise.all([refresh([key]), queries.invalidateQueries({ queryKey: ['desk'] })])
  }, [queries, refresh, key])
}
