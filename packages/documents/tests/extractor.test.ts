import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServiceError } from '@parley/kit/errors'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DocumentError } from '../src/error.ts'
import { createExtractor, type Extractor } from '../src/extractor.ts'
import { startReader } from '../src/reader-process.ts'
import { docx, pdf, sheetRow, wordParagraph, xlsx } from './fixtures.ts'

const workspace = 'w1'
const text = (content: string) => ({ bytes: Buffer.from(content), name: 'a.txt' })

describe('createExtractor', () => {
  let extractor: Extractor
  let folder: string
  beforeAll(async () => {
    extractor = createExtractor()
    folder = await mkdtemp(join(tmpdir(), 'documents-'))
  })
  afterAll(async () => {
    extractor.close()
    await rm(folder, { recursive: true })
  })

  it('extracts text, or chunks, from bytes and from files', async () => {
    const path = join(folder, 'upload')
    await writeFile(path, docx(wordParagraph('Shipping', 'Heading1') + wordParagraph('Within a day. Or two.')))
    const document = {
      title: 'Shipping',
      metadata: { kind: 'docx', author: 'Ada', createdAt: '2026-11-29T08:00:00Z' },
      characters: 31,
      truncated: false,
    }
    expect(await extractor.extract({ path, name: 'a.docx' }, { workspace })).toEqual({
      ...document,
      blocks: [
        { kind: 'heading', level: 1, text: 'Shipping' },
        { kind: 'paragraph', text: 'Within a day. Or two.' },
      ],
      chunks: [],
      text: 'Shipping\n\nWithin a day. Or two.',
    })
    expect(await extractor.extract({ path, name: 'a.docx' }, { workspace, chunks: { maxChars: 100 } })).toEqual({
      ...document,
      blocks: [],
      chunks: [{ ordinal: 0, headings: ['Shipping'], text: 'Within a day. Or two.', overlap: 0 }],
      text: '',
    })
  })

  it('receives a long document in parts, and of its chunks no more than it wants', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `${index},some text that is a little longer`).join('\n')
    const csv = { bytes: Buffer.from(`id,text\n${rows}`), name: 'a.csv' }
    const { blocks } = await extractor.extract(csv, { workspace })
    expect(blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []))).toHaveLength(20_000)
    const chunks = { maxChars: 1_000, maxChunks: 300 }
    const found = await extractor.extract(csv, { workspace, chunks })
    expect(found.chunks.map((chunk) => chunk.ordinal)).toEqual([...Array(300).keys()])
  })

  it('refuses with a reason and a message, and goes on', async () => {
    const refused = extractor.extract({ bytes: Buffer.alloc(0), name: 'a.txt' }, { workspace })
    await expect(refused).rejects.toEqual(new DocumentError('empty', 'The document is empty.'))
    await expect(refused).rejects.toMatchObject({ reason: 'empty' })
    expect((await extractor.extract(text('fine'), { workspace })).text).toBe('fine')
  })

  it('refuses more than 25 MB without reading it', async () => {
    const bytes = Buffer.alloc(25 * 1024 * 1024 + 1)
    const tooLarge = { reason: 'too_large', message: 'Documents of more than 25 MB are not read.' }
    await expect(extractor.extract({ bytes, name: 'a.txt' }, { workspace })).rejects.toMatchObject(tooLarge)
  })

  it('reads documents of several workspaces at once, each within its share', async () => {
    const documents = ['w1', 'w2', 'w1'].map((each) => extractor.extract(text(each), { workspace: each }))
    expect((await Promise.all(documents)).map((document) => document.text)).toEqual(['w1', 'w2', 'w1'])
  })

  it('stops at once when it is cancelled', async () => {
    const controller = new AbortController()
    const sheet = xlsx({
      S: Array.from({ length: 40_000 }, (_, row) => sheetRow(row + 1, { A: row, B: 'x' })).join(''),
    })
    const reading = extractor.extract({ bytes: sheet, name: 'a.xlsx' }, { workspace, signal: controller.signal })
    controller.abort(new Error('gone'))
    await expect(reading).rejects.toThrow('gone')
    expect((await extractor.extract(text('fine'), { workspace })).text).toBe('fine')
  })

  it('survives any bytes, whatever they are called', async () => {
    const beginnings = ['', '%PDF-1.7\n', 'PK\x03\x04', '<html><table>', 'a,b\n"', '\xff\xfe', '# x\n| a |\n|--|\n']
    const samples = [
      docx(wordParagraph('x')),
      pdf([[{ text: 'Some text', y: 9 }]]),
      xlsx({ S: sheetRow(1, { A: 'x' }) }),
    ]
    const hostile = fc.oneof(
      fc
        .tuple(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 500 }))
        .map(([beginning, bytes]) => Buffer.concat([Buffer.from(beginning, 'latin1'), bytes])),
      // Real documents with some bytes changed.
      fc
        .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }))
        .map(([sample, changes]) => {
          const bytes = Buffer.from(sample)
          for (const [at, value] of changes) bytes[at % bytes.length] = value
          return bytes
        }),
    )
    const names = fc.constantFrom('a', 'a.txt', 'a.md', 'a.csv', 'a.html', 'a.pdf', 'a.docx', 'a.xlsx', 'a.pptx')
    await fc.assert(
      fc.asyncProperty(hostile, names, async (bytes, name) => {
        const outcome = await extractor.extract({ bytes, name }, { workspace }).catch((error) => error)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(DocumentError)
        else expect(outcome.text).toBe(outcome.text.toWellFormed())
      }),
      { numRuns: 20 },
    )
  })
})

describe('a reader’s process', () => {
  /** What comes of a document in a process that runs this instead of the reader. */
  async function outcome(program: string, limits: Partial<Parameters<typeof startReader>[0]> = {}) {
    const path = join(import.meta.dirname, `hostile-program-${process.pid}.mjs`)
    await writeFile(path, program)
    const reader = startReader({ cpuMs: 20_000, maxMemoryBytes: 512 * 1024 * 1024, ...limits }, path)
    try {
      return await reader.read({ name: 'a.txt' }, Buffer.from('x'))
    } catch (error) {
      expect(reader.isAlive).toBe(false)
      return error instanceof DocumentError ? error.reason : (error as ServiceError).code
    } finally {
      reader.kill()
      await rm(path)
    }
  }

  it('is ended when it computes for too long, or does nothing for longer', async () => {
    expect(await outcome('for (;;);', { cpuMs: 200 })).toBe('too_slow')
    expect(await outcome('setInterval(() => {}, 1e6)', { cpuMs: 100 })).toBe('too_slow')
  })

  it('is ended when it takes too much memory, of whichever kind', async () => {
    const limits = { maxMemoryBytes: 110 * 1024 * 1024 }
    expect(await outcome('const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))', limits)).toBe('out_of_memory')
    expect(await outcome('const all = []; for (;;) all.push([...Array(1e5).keys()])', limits)).toBe('out_of_memory')
  })

  it.each([
    ['ends', 'process.exit(0)'],
    ['fails', 'throw new Error("x")'],
    ['sends what is no JSON', reply('not JSON')],
    ['sends another shape', reply('{"type":"end","facts":{"metadata":{"kind":"virus"},"truncated":false}}')],
    [
      'announces a message without an end',
      'process.stdout.write(Buffer.from("ffffffff", "hex")); setInterval(() => {}, 1_000)',
    ],
    [
      'sends messages without an end',
      `const text = '{"type":"blocks","blocks":[]}'.padEnd(34_000_000); for (let times = 0; times < 2; times++) { ${send('text')} }
      setInterval(() => {}, 1_000)`,
    ],
  ])('that %s has not read the document', async (_, program) => {
    expect(await outcome(program)).toBe('damaged')
  })

  it('that somebody else ends says nothing about the document', async () => {
    expect(await outcome(`process.kill(process.pid, 'SIGKILL')`)).toBe('unavailable')
  })

  it('can neither read files, start programs and threads, nor see an environment or make code', async () => {
    const attempts = {
      passwords: `fs.readFileSync('/etc/passwd')`,
      environment: `fs.readFileSync(${JSON.stringify(join(import.meta.dirname, '../../../.env.example'))})`,
      writing: `fs.writeFileSync('/tmp/x', '')`,
      programs: `require('node:child_process').execFileSync('id')`,
      threads: `new (require('node:worker_threads').Worker)('0', { eval: true })`,
      code: `eval('1')`,
      variables: `if (Object.keys(process.env).filter((name) => !/^(PWD|SHLVL|_|OLDPWD)$/.test(name)).length === 0) throw 0`,
    }
    const tries = Object.entries(attempts).map(([name, code]) => `try { ${code}; done.push('${name}') } catch {}`)
    const content = `{ type: 'blocks', blocks: [{ kind: 'paragraph', text: done.join() }] }`
    const end = `{ type: 'end', facts: { metadata: { kind: 'text' }, characters: 0, truncated: false } }`
    const program = `import fs from 'node:fs'; import { createRequire } from 'node:module'
      const require = createRequire(import.meta.url); const done = []; ${tries.join('\n')}
      for (const reply of [${content}, ${end}]) { const text = JSON.stringify(reply); ${send('text')} }`
    expect(await outcome(program)).toMatchObject({ blocks: [{ text: '' }] })
  })
})

function reply(text: string): string {
  return `{ const text = ${JSON.stringify(text)}; ${send('text')} }`
}

function send(variable: string): string {
  return `const length = Buffer.alloc(4); length.writeUInt32BE(${variable}.length); process.stdout.write(length); process.stdout.write(${variable})`
}
