import * as z from 'zod'

/** How conversations that nobody has are given to agents. */
const Mode = z.enum(['off', 'roundRobin', 'leastBusy'])
export const Capacity = z.int().min(1).max(100)

/** Automatic assignment, as the workspace’s settings have it under `routing`. */
export const RoutingPatch = z
  .looseObject({
    mode: Mode.nullable().describe(
      '`roundRobin`: to whom was given one longest ago; `leastBusy`: to who has the fewest. Agents are connected, `online`, of the team that it waits for, and have less than `capacity`. `off`, if not given. Where AI answers visitors (`ai.firstResponse`), it goes first: what it hands over, or has not answered within a minute, is assigned; what it has answered waits for its visitor, or for whoever takes it.',
    ),
    capacity: Capacity.nullable().describe(
      'So many open conversations an agent has before none is given to them, unless the agent has a capacity of their own (`PATCH /api/tenant/agents/:id`); 5 if not given.',
    ),
  })
  .partial()

/** The same as it is read, with what is not given. */
export const RoutingSettings = z
  .object({ mode: Mode.catch('off'), capacity: Capacity.catch(5) })
  .catch({ mode: 'off', capacity: 5 })
export type RoutingSettings = z.output<typeof RoutingSettings>
