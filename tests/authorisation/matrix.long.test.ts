// Each endpoint with every credential that opens nothing.
process.env.DEAD_CREDENTIALS ??= 'all'
await import('./matrix.test.ts')

export {}
