import { zipFile } from '@parley/testing/slack-export'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { BrokenJson, readJsonList } from '../src/archives/json-list.ts'
import { openArchive } from '../src/archives/open-archive.ts'
import { openZip } from '../src/archives/zip.ts'
import { bytesIn, collected } from './ranges.ts'

const plain = { 'users.json': '[]', 'channels.json': '[]' }
const open = (bytes: Uint8Array) => openArchive(bytesIn(bytes), bytes.length)
const zipped = async (files: Record<string, unknown>) => new Uint8Array(await zipFile(files).arrayBuffer())

/** A ZIP with every occurrence of some bytes replaced by others of the same length. */
function patched(zip: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(zip).toString('latin1').replaceAll(from, to), 'latin1')
}

/** A ZIP whose entries say that they are encrypted. */
function encrypted(zip: Uint8Array): Uint8Array {
  const bytes = Buffer.from(zip)
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4)) bytes[at + 8]! |= 1
  return bytes
}

describe('an archive', () => {
  it('is refused where it would be dangerous to unpack, by the name of what is wrong', async () => {
    const link = zipSync({ link: [strToU8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] })
    const refused: [Uint8Array, string, RegExp][] = [
      [await zipped({ ...plain, '../evil.json': '' }), 'damaged', /\.\.\/evil\.json/],
      [await zipped({ ...plain, '/etc/evil': '' }), 'damaged', /\/etc\/evil/],
      [await zipped({ ...plain, 'C:/evil': '' }), 'damaged', /C:\/evil/],
      [await zipped({ ...plain, 'a\\b': '' }), 'damaged', /a\\b/],
      [
        patched(await zipped({ ...plain, 'a/1.json': '', 'a/2.json': '' }), 'a/2.json', 'a/1.json'),
        'unsafe',
        /a\/1\.json is there twice/,
      ],
      [link, 'unsafe', /link is a symbolic link/],
      [encrypted(await zipped(plain)), 'encrypted', /users\.json/],
      [
        await zipped({ ...plain, 'a/2024-01-01.json': new Uint8Array(20_000_000) }),
        'too_large',
        /2024-01-01\.json unpacks/,
      ],
      [new Uint8Array(100), 'damaged', /cannot be read/],
      [(await zipped(plain)).subarray(0, 60), 'damaged', /cannot be read/],
      [await zipped({ 'photos/a.png': 'x' }), 'unknown_kind', /no export/],
    ]
    for (const [bytes, reason, message] of refused)
      await expect(open(bytes), String(message)).rejects.toMatchObject({
        reason,
        message: expect.stringMatching(message),
      })
  })

  it('is not unpacked beyond what its directory says', async () => {
    const honest = await zipped({ a: 'x'.repeat(5_000) })
    const lying = Buffer.from(honest)
    const size = lying.indexOf('PK\x01\x02') + 24
    lying.writeUInt32LE(10, size)
    const zip = await openZip(bytesIn(lying), lying.length)
    await expect(collected(zip.read('a'))).rejects.toThrow(/too many bytes/)
    expect(await collected(zip.read('b'))).toEqual([])
  })
})

describe('readJsonList', () => {
  const inPieces = async function* (text: string, bytes: number) {
    const all = Buffer.from(text)
    for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes)
  }
  const list = [{ a: 'x, ] } \\" é', b: [[], {}] }, 7, 'text', null, []]

  it.each([1, 2, 3, 1_000])('reads values that come in pieces of %i bytes', async (bytes) => {
    const text = `\ufeff ${JSON.stringify(list, null, 1)}\n`
    expect(await collected(readJsonList(inPieces(text, bytes), 1_000))).toEqual(list)
    expect(await collected(readJsonList(inPieces(' [ ] ', bytes), 1_000))).toEqual([])
  })

  it.each(['', '{}', '[1', '[1,]', '[1] 2', '[1 2]', 'null', '["a', '[{"a":1]'])('refuses %j', async (text) => {
    await expect(collected(readJsonList(inPieces(text, 2), 1_000))).rejects.toThrow(BrokenJson)
  })

  it('has given what came before the broken place', async () => {
    const read: unknown[] = []
    const reading = async () => {
      for await (const value of readJsonList(inPieces('[1, 2, {"a"', 3), 1_000)) read.push(value)
    }
    await expect(reading()).rejects.toThrow(BrokenJson)
    expect(read).toEqual([1, 2])
    await expect(collected(readJsonList(inPieces(`["${'x'.repeat(99)}"]`, 10), 50))).rejects.toThrow(/longer/)
  })
})
