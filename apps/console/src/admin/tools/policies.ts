import type { Output } from '@parley/client/index'
import { useAsked } from '../parts/asked.ts'

export type Tool = Output<'listTools'>['data'][number]

/** The tools as the workspace has them, or as they are for a twin. */
export const useTools = (twinId?: string) =>
  useAsked(['tools', twinId ?? null], async ({ parley }) => (await parley.tools.list({ twin_id: twinId })).data)

type ToolPolicy = Output<'listToolPolicies'>['data'][number]

/** The permissions that were set, of the workspace and of twins. */
export const useToolPolicies = () =>
  useAsked(['policies'], async ({ parley }) => {
    const policies: ToolPolicy[] = []
    for await (const policy of parley.tools.listPolicies({ limit: 100 })) policies.push(policy)
    return policies
  })
