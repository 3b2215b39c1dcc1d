import { useQuery } from '@tanstack/react-query'
import { useDesk } from '../use-desk.ts'
import { type Period, periodBefore } from './periods.ts'

/** In which time zone the workspace’s days are. */
export function useTimezone() {
  const { tenant } = useDesk().workspace.parley
  return useQuery({ queryKey: ['desk', 'timezone'], queryFn: async () => (await tenant.getWorkspace()).timezone })
}

/** What the desk has done in some days, and in as many before. */
export function useReport(period: Period | undefined) {
  const { tenant } = useDesk().workspace.parley
  return useQuery({
    queryKey: ['desk', 'report', period],
    enabled: period !== undefined,
    queryFn: async () => {
      const [now, before] = await Promise.all([tenant.getReport(period!), tenant.getReport(periodBefore(period!))])
      return { now, before }
    },
  })
}
