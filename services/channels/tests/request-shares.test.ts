import { getChannel, joinChannel } from '@parley/contracts/channels/channels'
import { updateChannel } from '@parley/contracts/channels/managing'
import { countWaiting, untilSomeoneWaits } from '@parley/testing/lock-waits'
import { fiveConnections } from '@parley/testing/settings'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { setScene, signedIn } from './scene.ts'

const scene = await setScene({ env: { ...fiveConnections, REQUEST_WAIT_MS: '60000' } })
const { ada, bob, cyd } = scene.acme

it('those who change one channel wait for it without keeping everybody else from the database', async () => {
  const [busy, quiet] = [await scene.channel(), await scene.channel()]
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: isLocked, resolve: hasLocked } = Promise.withResolvers<void>()
  const locking = signedIn(scene, 'channels', 1)
    .transaction()
    .execute(async (tx) => {
      await sql`select from channels where workspace_id = ${ada.workspaceId} and id = ${busy} for update`.execute(tx)
      hasLocked()
      await released
    })
  await isLocked
  const answers = [ada, bob, cyd].flatMap((caller) => [
    scene.channels.callAs(caller).call(joinChannel, { id: busy }),
    scene.channels.callAs(ada).call(updateChannel, { id: busy, topic: 'changed' }),
  ])
  await untilSomeoneWaits(scene.database, 2)
  for (const caller of [ada, bob, cyd]) {
    await scene.channels.callAs(caller).call(joinChannel, { id: quiet })
    await scene.channels.callAs(caller).call(getChannel, { id: busy })
  }
  expect(await countWaiting(scene.database)).toBe(2)
  release()
  await Promise.all([...answers, locking])
})
