import { useCallback, useState } from 'react'
import type { Listed } from '../../store/desk/filter.ts'
import { keyOf } from '../../store/desk/lists.ts'
import { useDeskTopic } from '../use-desk.ts'

/** So many are changed at once at most. */
const atOnce = 50

const none: readonly string[] = []

/** Which conversations of a list are chosen, for something that is done with all of them. */
export function useSelection(listed: Listed) {
  const [selected, setSelected] = useState<ReadonlySet<string>>()
  const listedIds = useDeskTopic(`desk:list:${keyOf(listed)}`, ({ lists }) => lists.get(listed)?.ids ?? none)
  // What has left the list is not meant any more.
  const ids = listedIds.filter((id) => selected?.has(id)).slice(0, atOnce)
  const most = listedIds.slice(0, atOnce)
  const areAll = most.length > 0 && ids.length === most.length

  const toggle = useCallback((id: string) => {
    setSelected((before) => {
      const after = new Set(before)
      if (!after.delete(id)) after.add(id)
      return after
    })
  }, [])
  return {
    /** Undefined while nothing can be chosen. */
    selected,
    ids,
    areAll,
    toggle,
    toggleAll: () => setSelected(new Set(areAll ? [] : most)),
    begin: () => setSelected(new Set()),
    end: () => setSelected(undefined),
  }
}
