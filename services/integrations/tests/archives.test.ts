import { zipFile } from '@parley/testing/slack-export'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { SourceMessage, SourcePosition } from '../src/archives/archive.ts'
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

describe('a Mattermost bulk export', () => {
  const at = Date.UTC(2024, 4, 1, 12)
  const post = (user: string, message: string, more: object = {}) => ({ user, message, create_at: at, ...more })
  const lines = [
    { type: 'version', version: 1 },
    { type: 'channel', channel: { team: 'acme', name: 'town', display_name: 'Town', type: 'O', header: 'all' } },
    { type: 'channel', channel: { team: 'acme', name: 'vault', type: 'P', deleted_at: at } },
    {
      type: 'user',
      user: { username: 'zoe', email: 'zoe@else.test', nickname: '', first_name: 'Zoe', last_name: 'Z' },
    },
    '{"type": "post", "post": {',
    { type: 'strange' },
    {
      type: 'post',
      post: {
        ...{ team: 'acme', channel: 'town' },
        ...post('zoe', 'a **root**', { edit_at: at + 5, is_pinned: true, attachments: [{ path: '2024/plan.txt' }] }),
        reactions: [{ user: 'yan', emoji_name: '+1', create_at: at + 1 }],
        replies: [post('yan', 'a reply', { create_at: at + 2 }), { user: 'yan', message: 'at no time' }],
      },
    },
    { type: 'post', post: { team: 'acme', channel: 'town', ...post('zoe', '', { type: 'system_join_channel' }) } },
    { type: 'post', post: { team: 'acme', channel: 'nowhere', ...post('zoe', 'lost') } },
    { type: 'direct_channel', direct_channel: { members: ['zoe', 'yan'] } },
    { type: 'direct_post', direct_post: { channel_members: ['yan', 'zoe'], ...post('yan', 'psst') } },
  ]
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  async function readAll(bytes: Uint8Array) {
    const archive = await open(bytes)
    const people = await collected(archive.people())
    const channels = await collected(archive.channels())
    const keys = channels.map(({ key }) => key)
    const from = { file: 0, entry: 0 }
    const pages = await collected(archive.read({ part: channels[0]!.part, channels: keys }, from, new Map()))
    const messages = pages.flatMap((page) => page.messages)
    return { archive, people, channels, messages, noted: pages.flatMap((page) => page.noted) }
  }

  it('is read line by line, with what is wrong named by its number', async () => {
    const { archive, people, channels, messages, noted } = await readAll(strToU8(text))
    expect(archive.kind).toBe('mattermost')
    expect(people).toEqual([{ id: 'zoe', name: 'Zoe Z', email: 'zoe@else.test', avatarUrl: null }])
    expect(channels).toMatchObject([
      { key: 'acme/town', name: 'town', displayName: 'Town', topic: 'all', isPrivate: false, isArchived: false },
      { key: 'acme/vault', isPrivate: true, isArchived: true },
      { displayName: 'zoe, yan', isPrivate: true },
    ])
    const [root, reply, direct] = messages.map(({ message }) => message)
    expect(root).toMatchObject({
      author: { type: 'bridged', platform: 'mattermost', foreign_id: 'zoe' },
      content: 'a **root**',
      created_at: '2024-05-01T12:00:00.000Z',
      edited_at: '2024-05-01T12:00:00.005Z',
      pinned: { at: '2024-05-01T12:00:00.000Z' },
      reactions: [{ emoji: ':+1:', author: { foreign_id: 'yan' } }],
    })
    expect(reply).toMatchObject({ content: 'a reply', parent_key: root!.key })
    expect(direct).toMatchObject({ content: 'psst' })
    expect(messages.map(({ channel }) => channel)).toEqual(['acme/town', 'acme/town', channels[2]!.key])
    expect(noted.map(({ problem, name }) => `${problem} ${name}`)).toEqual([
      'broken_line import.jsonl: 5',
      'broken_line import.jsonl: 6',
      'no_time import.jsonl: 7',
      'joined_or_left import.jsonl: 8',
      'unknown_channel import.jsonl: 9',
    ])
  })

  it('has files where it is a ZIP, and goes on within a thread of more messages than a page has', async () => {
    const { archive, messages } = await readAll(await zipped({ 'a.jsonl': text, 'data/2024/plan.txt': 'the plan' }))
    const [file] = messages[0]!.files!
    expect(file).toEqual({ name: 'plan.txt', path: 'data/2024/plan.txt' })
    expect(Buffer.concat(await collected(archive.openFile(file!.path!)!.content)).toString()).toBe('the plan')

    const replies = Array.from({ length: 2_500 }, (_, i) => post('yan', `reply ${i}`, { create_at: at + i }))
    const long = { type: 'post', post: { team: 'acme', channel: 'town', ...post('zoe', 'root'), replies } }
    const bytes = strToU8([lines[0], lines[1], long].map((line) => JSON.stringify(line)).join('\n'))
    const whole = await readAll(bytes)
    const of = { part: whole.channels[0]!.part, channels: ['acme/town'] }
    const seen: string[] = []
    for (let from = { file: 0, entry: 0 }, isOver = false; !isOver; ) {
      // A process that reads a page, and is killed.
      const next = await whole.archive.read(of, from, new Map())[Symbol.asyncIterator]().next()
      isOver = next.value.messages.length === 0
      seen.push(...next.value.messages.map(({ message }: { message: { content: string } }) => message.content))
      from = next.value.position
    }
    expect(seen).toEqual(['root', ...replies.map(({ message }) => message)])
  })

  it('goes on at the line where it stopped, without reading what is before it', async () => {
    const posts = Array.from({ length: 2_500 }, (_, i) => ({
      type: 'post',
      post: { team: 'acme', channel: 'town', ...post('zoe', `message ${i} é`, { create_at: at + i }) },
    }))
    const text = [lines[0], lines[1], '', ...posts].map((line) => (line ? JSON.stringify(line) : '')).join('\n')
    const bytes = strToU8(text)
    const starts: number[] = []
    const archive = await openArchive((range) => {
      starts.push(range.start)
      return bytesIn(bytes)(range)
    }, bytes.length)
    const packed = await open(await zipped({ 'a.jsonl': text }))
    for (const each of [archive, packed]) {
      const of = { part: 'import.jsonl', channels: ['acme/town'] }
      const seen: string[] = []
      let from: SourcePosition = { file: 0, entry: 0 }
      for (let page = 0; page < 3; page++) {
        starts.length = 0
        const { value } = await each.read(of, from, new Map())[Symbol.asyncIterator]().next()
        if (each === archive) expect(starts).toEqual([from.offset ?? 0])
        seen.push(...value.messages.map(({ message }: SourceMessage) => message.content))
        from = value.position
        expect(from.offset).toBeGreaterThan(0)
      }
      expect(seen).toEqual(posts.map(({ post }) => post.message))
    }
    // As positions were before they had an offset.
    const { value } = await archive
      .read({ part: 'import.jsonl', channels: ['acme/town'] }, { file: 0, entry: 2_502 }, new Map())
      [Symbol.asyncIterator]()
      .next()
    expect(value.messages).toHaveLength(1)
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
