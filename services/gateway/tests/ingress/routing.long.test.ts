// Each endpoint's path in every way of writing it, with every id.
process.env.ROUTING_IDS ??= 'all'
await import('./routing.test.ts')

export {}
