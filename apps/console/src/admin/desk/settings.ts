import type { DeskWorkspace, Input } from '@parley/client/index'
import { useStore } from '../../shell/workspace-provider.tsx'
import { useAsked, useRefresh } from '../parts/asked.ts'

type Changes = Input<'updateTenantWorkspace'>
/** What the desk reads of its settings, as it takes them. */
export type DeskSettings = NonNullable<Changes['settings']>
export type Language = NonNullable<Changes['language']>

export const languages: readonly Language[] = ['en', 'tr', 'de', 'es']

/** How the desk is set up. */
export const useDeskWorkspace = () => useAsked(['desk workspace'], ({ parley }) => parley.tenant.getWorkspace())

/** The settings as they were given: the server has taken nothing else. */
export const settingsOf = ({ settings }: DeskWorkspace): DeskSettings => settings as DeskSettings

/** Changes how the desk is set up; what is not given stays. */
export function useChangeDesk() {
  const { tenant } = useStore().parley
  const refresh = useRefresh()
  return async (changes: Changes) => {
    await tenant.updateWorkspace(changes)
    await refresh(['desk workspace'])
  }
}
