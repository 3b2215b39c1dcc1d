// Each endpoint with all single faults, and twenty times as many requests from a new seed.
process.env.FUZZ_RUNS ??= '100'
await import('./requests.test.ts')

export {}
