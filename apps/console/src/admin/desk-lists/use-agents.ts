import { useAsked } from '../parts/asked.ts'

/** The workspace’s agents, by name. */
export const useAgents = () =>
  useAsked(['desk agents'], async ({ parley }) => (await parley.tenant.listAgents({})).agents)
