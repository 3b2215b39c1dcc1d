import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import type { Filter, Listed } from '../../store/desk/filter.ts'
import { type ViewName, views } from '../../store/desk/views.ts'
import { useQueryParam } from '../../ui/use-query-param.ts'
import { useRested } from '../../ui/use-rested.ts'
import { filterIn, withFilter } from './filter-address.ts'

/** Where a conversation of a list is, or the list itself. */
export type PathOf = (conversationId?: string) => string

/** What a view lists, by the text and the filter of the address; a text is looked for in all conversations. */
export function useListed(view: string, saved: Filter | undefined) {
  const [typed, setTyped] = useQueryParam('q')
  const [params, setParams] = useSearchParams()
  const search = useRested(typed.trim())
  const query = params.toString()
  const listed = useMemo((): Listed => {
    const chosen = filterIn(new URLSearchParams(query))
    if (search !== '') return { filter: { ...chosen, search }, sort: 'last_updated' }
    if (chosen) return { filter: chosen, sort: 'last_updated' }
    if (Object.hasOwn(views, view)) return views[view as ViewName]
    return { filter: (view.startsWith('lbl_') ? { label: view } : saved) ?? {}, sort: 'last_updated' }
  }, [view, saved, search, query])
  const pathOf: PathOf = (id) => `/${view}${id === undefined ? '' : `/${id}`}${query && `?${query}`}`
  return {
    listed,
    typed,
    setTyped,
    /** Whether the filter is one that somebody chose. */
    isFiltered: filterIn(params) !== undefined,
    /** Undefined: as the view has it. */
    setFilter: (filter: Filter | undefined) => setParams((before) => withFilter(before, filter), { replace: true }),
    pathOf,
  }
}
