import { expect, it } from 'vitest'
import { createPlaces } from '../src/places.ts'

it('leaves others their places, whatever hangs, and one that fails a single one', async () => {
  const places = createPlaces(3, 2)
  expect([await places.free(), places.shares()]).toEqual([3, { perOwner: 2, ids: [], left: [] }])
  const hanging = Promise.withResolvers<void>()
  const ended: string[] = []
  for (const name of ['one', 'two']) places.run('slow', hanging.promise, () => ended.push(name))
  expect([await places.free(), places.shares()]).toMatchObject([1, { ids: ['slow'], left: [0] }])
  const short = Promise.withResolvers<void>()
  places.run('quick', short.promise)
  const free = places.free()
  short.resolve()
  expect(await free).toBe(1)
  expect(places.shares()).toMatchObject({ ids: ['slow'], left: [0] })
  hanging.resolve()
  await places.ended()
  expect(ended).toEqual(['one', 'two'])
  places.note('slow', true)
  expect(places.shares()).toMatchObject({ ids: ['slow'], left: [1] })
  places.note('slow', false)
  expect(places.shares()).toMatchObject({ ids: [], left: [] })
})
