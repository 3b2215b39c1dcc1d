import { describeDeskDay } from './desk-day.ts'

await describeDeskDay({
  ...{ gateways: 1, visitors: 50, absent: 3, seed: 1, pauseMs: 2_000 },
  ...{ victims: [['support-desk'], ['gateway'], ['redis']], messagesBetween: 20 },
})
