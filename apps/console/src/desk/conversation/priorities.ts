/** How urgent a conversation can be; most have none. */
export const priorities = ['URGENT', 'HIGH', 'MEDIUM', 'LOW', null] as const
