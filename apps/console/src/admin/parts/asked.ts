import type { RealtimeEvents } from '@parley/client/index'
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { useStore } from '../../shell/workspace-provider.tsx'
import type { WorkspaceStore } from '../../store/workspace.ts'

type Key = readonly (string | number | null)[]

/** What may have been answered, or not, or not yet. */
export interface Asked<T> {
  data: T | undefined
  error: Error | null
  refetch: () => Promise<unknown>
}

/**
 * What is asked for when it is looked at; `key` names it within the workspace. `isAlwaysFresh`: it changes while nobody
 * looks, and what was answered a minute ago misleads.
 */
export function useAsked<T>(
  key: Key,
  load: (store: WorkspaceStore, signal: AbortSignal) => PromiseLike<T>,
  { isWanted = true, isAlwaysFresh = false } = {},
) {
  const store = useStore()
  return useQuery({
    queryKey: [store.workspaceId, ...key],
    queryFn: async ({ signal }) => load(store, signal),
    enabled: isWanted,
    ...(isAlwaysFresh && { staleTime: 0 }),
  })
}

interface ListPage<T> {
  data: T[]
  meta: { total: number }
}

/** A list that is asked for page by page; `isSearch` keeps what is shown until what another key names is there. */
export function useAskedList<T>(
  key: Key,
  load: (store: WorkspaceStore, offset: number) => PromiseLike<ListPage<T>>,
  { isSearch = false } = {},
) {
  const store = useStore()
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [store.workspaceId, ...key],
    queryFn: async ({ pageParam }) => load(store, pageParam),
    initialPageParam: 0,
    getNextPageParam: (last: ListPage<T>, pages) => {
      const count = pages.reduce((sum, page) => sum + page.data.length, 0)
      return last.data.length > 0 && count < last.meta.total ? count : undefined
    },
    ...(isSearch && { placeholderData: keepPreviousData }),
  })
  return {
    data: data?.pages.flatMap((page) => page.data),
    total: data?.pages.at(-1)?.meta.total,
    error,
    refetch,
    more: hasNextPage ? { isBusy: isFetchingNextPage, load: () => void fetchNextPage() } : undefined,
  }
}

interface CursorPage<T, C> {
  data: T[]
  /** What the next page is asked for with; undefined where this one is the last. */
  next: C | undefined
}

/** A list of which each page is asked for by what the one before it ends with. */
export function useAskedPages<T, C extends string | number>(
  key: Key,
  load: (store: WorkspaceStore, cursor: C | undefined) => PromiseLike<CursorPage<T, C>>,
) {
  const store = useStore()
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [store.workspaceId, ...key],
    queryFn: async ({ pageParam }) => load(store, pageParam as C | undefined),
    initialPageParam: undefined as C | undefined,
    getNextPageParam: ({ next }) => next,
  })
  return {
    data: data?.pages.flatMap((page) => page.data),
    error,
    refetch,
    more: hasNextPage ? { isBusy: isFetchingNextPage, load: () => void fetchNextPage() } : undefined,
  }
}

/** What the page after a full one is asked for with; after any other there is none. */
export const nextAfter = <T, C>(page: readonly T[], limit: number, cursorOf: (last: T) => C): C | undefined =>
  page.length === limit ? cursorOf(page.at(-1)!) : undefined

/** Asks again for what these keys begin, since it was changed. */
export function useRefresh() {
  const queries = useQueryClient()
  const { workspaceId } = useStore()
  return useCallback(
    async (...keys: Key[]) => {
      await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [workspaceId, ...key] })))
    },
    [queries, workspaceId],
  )
}

/** Asks again for all that begins with this key whenever such an event comes. */
export function useRefreshOn(type: keyof RealtimeEvents, key: string): void {
  const refresh = useRefresh()
  const { realtime } = useStore()
  useEffect(() => realtime.on(type, () => void refresh([key])), [realtime, refresh, type, key])
}

/** Asks again, every now and then, for all that begins with this key while something goes on there. */
export function useRefreshWhile(isRunning: boolean, key: string, everyMs = 5_000): void {
  const refresh = useRefresh()
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => void refresh([key]), everyMs)
    return () => clearInterval(timer)
  }, [isRunning, refresh, key, everyMs])
}
