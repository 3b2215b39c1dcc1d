import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openGeo } from '../src/geo/geo.ts'
import { writeMmdb } from './mmdb.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-geo-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function databaseOf(bytes: Uint8Array): Promise<string> {
  const path = join(folder, `${bytes.length}.mmdb`)
  await writeFile(path, bytes)
  return path
}

describe('a place', async () => {
  const berlin = { country: { iso_code: 'DE' }, city: { names: { de: 'Berlin', en: 'Berlin' } } }
  const placeOf = openGeo(
    await databaseOf(
      writeMmdb([
        ['5.9.0.0/16', berlin],
        ['88.255.1.7/32', { country: { iso_code: 'TR' } }],
        ['100.0.0.0/8', {}],
        ['10.0.0.0/8', berlin],
        ['2a00:1450::/32', { country: { iso_code: 'ES' }, city: { names: { en: 'Madrid' } } }],
      ]),
    ),
  )

  it.each([
    ['5.9.1.1', 'DE', 'Berlin'],
    ['::ffff:5.9.1.1', 'DE', 'Berlin'],
    ['5.10.1.1', null, null],
    ['88.255.1.7', 'TR', null],
    ['88.255.1.8', null, null],
    ['100.1.2.3', null, null],
    ['2a00:1450:4001::1', 'ES', 'Madrid'],
    ['2a00:1451::1', null, null],
  ])('of %s is %s, %s', (ip, country, city) => expect(placeOf(ip)).toEqual({ country, city }))

  it.each(['10.0.0.1', '127.0.0.1', '::1', 'fd00::1', '::ffff:10.0.0.1', '', 'unknown', '1.2.3'])(
    'of %j is unknown, which is not a public address',
    (ip) => expect(placeOf(ip)).toEqual({ country: null, city: null }),
  )

  it('is unknown without a database', () => {
    expect(openGeo(undefined)('8.8.8.8')).toEqual({ country: null, city: null })
  })
})

describe('a file that is no database of places', () => {
  it('is named by the error', async () => {
    const path = await databaseOf(Buffer.from('<html>'))
    expect(() => openGeo(path)).toThrow(`GEOIP_DB: ${path} is not a database of places`)
    expect(() => openGeo(join(folder, 'missing'))).toThrow('GEOIP_DB: ')
  })
})
