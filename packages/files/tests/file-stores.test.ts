import { randomBytes, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { loadConfig } from '@parley/kit/config'
import { toServiceError } from '@parley/kit/errors'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { stores, temporaryFolder } from '@parley/testing/file-stores'
import { describe, expect, it } from 'vitest'
import { FileStorageConfig } from '../src/config.ts'
import { openFileStore } from '../src/open-file-store.ts'

const noise = (bytes: number): Buffer => Buffer.from(randomBytes(bytes))
const mebibyte = 1024 * 1024

describe.for(Object.entries(stores))('%s', async ([, environment]) => {
  const env = await environment()
  const store = openFileStore(loadConfig(FileStorageConfig, env))
  const folder = await temporaryFolder()
  closeAfterwards(store)

  async function keep(content: Buffer, key = `w/${randomUUID()}`): Promise<string> {
    const path = join(folder, randomUUID())
    await writeFile(path, content)
    await store.write(key, { path, size: content.length, type: 'application/octet-stream' })
    return key
  }
  const read = async (key: string, start: number, end: number) => buffer(await store.open(key, { start, end }))

  it('is there', async () => {
    await store.check()
  })

  it.for([1, 2, 65_536, 5 * mebibyte, 5 * mebibyte + 1, 25 * mebibyte])(
    'gives back %d bytes as they were',
    async (size) => {
      const content = noise(size)
      const key = await keep(content)
      expect((await read(key, 0, size - 1)).equals(content)).toBe(true)
    },
  )

  it('keeps a file of no bytes', async () => {
    await keep(Buffer.alloc(0))
  })

  it('gives back any part, and only that', async () => {
    const content = noise(100_000)
    const key = await keep(content)
    for (const [start, end] of [
      [0, 1],
      [1, 2],
      [50_000, 99_999],
      [99_999, 99_999],
    ] as const)
      expect((await read(key, start, end)).equals(content.subarray(start, end + 1))).toBe(true)
  })

  it('keeps twenty files that come at once apart', async () => {
    const contents = Array.from({ length: 20 }, () => noise(300_000))
    const keys = await Promise.all(contents.map((content) => keep(content)))
    const back = await Promise.all(keys.map((key) => read(key, 0, 299_999)))
    expect(back.map((content, i) => content.equals(contents[i]!))).toEqual(contents.map(() => true))
  })

  it('removes an object, and takes it as removed when it is not there', async () => {
    const key = await keep(noise(10))
    await store.remove(key)
    expect(await store.open(key, { start: 0, end: 9 }).catch(toServiceError)).toMatchObject({ code: 'unavailable' })
    await store.remove(key)
    await store.remove(`w/${randomUUID()}`)
  })

  it('closes a file whose reader disconnects half-way', async () => {
    const key = await keep(noise(10 * mebibyte))
    for (let i = 0; i < 300; i++) (await store.open(key, { start: 0, end: 10 * mebibyte - 1 })).destroy()
    expect((await read(key, 0, 9)).length).toBe(10)
  })
})

describe('an S3 server that keeps what it does not understand', async () => {
  const env = await stores['an S3 server']!()
  const config = loadConfig(FileStorageConfig, { ...env, S3_CHECKSUMS: 'WHEN_SUPPORTED' })
  const store = openFileStore(config)
  closeAfterwards(store)

  it('is found out before a file is taken for stored', async () => {
    const path = join(await temporaryFolder(), 'file')
    await writeFile(path, noise(1_000))
    const write = store.write('w/framed', { path, size: 1_000, type: 'application/octet-stream' })
    expect(await write.catch(toServiceError)).toMatchObject({
      code: 'unavailable',
      cause: { message: expect.stringContaining('S3_CHECKSUMS=WHEN_REQUIRED') },
    })
  })
})
