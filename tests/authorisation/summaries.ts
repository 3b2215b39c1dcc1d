import type { Case, Cases } from './inputs.ts'
import type { World } from './world.ts'

export const expectations = `
| endpoint          | about             | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| ----------------- | ----------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| summarizeMessages | a private channel | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| summarizeMessages | a public channel  | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
`

const channel = (of: (world: World) => string): Case => ({
  about: 'channel_id',
  input: (world) => ({ channel_id: of(world) }),
})

export const cases: Cases = {
  summarizeMessages: {
    'a private channel': channel(({ secret }) => secret),
    'a public channel': channel(({ open }) => open),
  },
}
