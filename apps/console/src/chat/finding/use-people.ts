import type { User } from '@parley/client/index'
import { useEffect, useState } from 'react'
import { useStore } from '../../shell/workspace-provider.tsx'

const atMost = 20
const restMs = 120
const nobody: readonly User[] = []

/** People whose name begins with what was typed, asked for after a rest; nobody without a query. */
export function usePeople(query: string | undefined): readonly User[] {
  const { parley, people } = useStore()
  const [found, setFound] = useState(nobody)
  useEffect(() => {
    if (query === undefined) return
    const cancel = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const asked = query.trim() === '' ? {} : { query: query.trim().slice(0, 100) }
        const { data } = await parley.users.list({ ...asked, limit: atMost }, { signal: cancel.signal })
        people.put(...data)
        setFound(data)
      } catch {
        // Without an answer there is nobody to suggest.
      }
    }, restMs)
    return () => {
      clearTimeout(timer)
      cancel.abort()
    }
  }, [parley, people, query])
  return query === undefined ? nobody : found
}
