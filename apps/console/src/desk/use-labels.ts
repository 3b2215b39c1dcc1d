import type { Label } from '@parley/client/index'
import { useQuery } from '@tanstack/react-query'
import { useDesk } from './use-desk.ts'

const none: readonly Label[] = []

/** The workspace’s labels, by name. */
export function useLabels(): readonly Label[] {
  const { calls } = useDesk()
  const { data = none } = useQuery({ queryKey: ['desk', 'labels'], queryFn: calls.labels })
  return data
}
