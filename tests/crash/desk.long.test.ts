import { describeDeskDay } from './desk-day.ts'

const once = [
  ...[['support-desk'], ['gateway'], ['redis'], ['gateway-2'], ['postgres']],
  // Events that Redis did not take wait in the outbox, and who publishes them is killed as well.
  ...[
    ['redis', 'support-desk'],
    ['postgres', 'gateway'],
    ['support-desk', 'gateway', 'redis'],
  ],
]
await describeDeskDay({
  ...{ gateways: 2, visitors: 50, absent: 10, seed: Date.now(), pauseMs: 1_000 },
  ...{ victims: [...once, ...once.toReversed()], messagesBetween: 200 },
})
