/** Of a message, as the contract has it. */
export const messageLimits = { characters: 10_000, files: 5, megabytes: 10 } as const
