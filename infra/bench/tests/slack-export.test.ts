import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { openSlackExport } from '../replay/slack-export.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-export-'))
afterAll(() => rmSync(folder, { recursive: true }))

function exportOf(files: Record<string, unknown>): string {
  const file = join(folder, 'export.zip')
  const entries = Object.entries(files).map(([name, value]) => [name, strToU8(JSON.stringify(value))])
  writeFileSync(file, zipSync(Object.fromEntries(entries)))
  return file
}
const message = (user: string, ts: string) => ({ type: 'message', user, text: 'hi', ts })

describe('openSlackExport', () => {
  const opened = openSlackExport(
    exportOf({
      'users.json': [
        { id: 'U1', name: 'ada', profile: { display_name: 'Ada', real_name: 'Ada L.' } },
        { id: 'U2', name: 'bob', profile: { display_name: '' } },
        { id: 'U3' },
      ],
      'channels.json': [{ name: 'help' }, { name: 'random' }],
      'help/2020-01-01.json': [message('U1', '1.0')],
      'help/2020-01-02.json': [message('U1', '2.0')],
      'random/2020-01-02.json': [message('U2', '3.0')],
      'canvases/2020-01-02.json': [message('U1', '4.0')],
      'help/attachments/2020-01-02.json': [],
    }),
  )

  it('names people as they show themselves, or by what there is', () => {
    expect([...opened.names]).toEqual([
      ['U1', 'Ada'],
      ['U2', 'bob'],
      ['U3', 'U3'],
    ])
  })

  it('lists days by how busy they were over all channels', () => {
    expect(opened.days).toEqual([
      { day: '2020-01-02', messages: 2 },
      { day: '2020-01-01', messages: 1 },
    ])
    expect([...opened.messagesOf('2020-01-02').keys()]).toEqual(['help', 'random'])
    expect(opened.messagesOf('1999-01-01').size).toBe(0)
  })

  it('reads a folder as it reads a ZIP', () => {
    const unpacked = join(folder, 'unpacked')
    mkdirSync(join(unpacked, 'help'), { recursive: true })
    const write = (name: string, value: unknown) => writeFileSync(join(unpacked, name), JSON.stringify(value))
    write('users.json', [{ id: 'U1', name: 'ada' }])
    write('channels.json', [{ name: 'help' }])
    write('help/2020-01-01.json', [message('U1', '1.0')])
    writeFileSync(join(unpacked, 'help/notes.txt'), 'no message')
    expect(openSlackExport(unpacked).messagesOf('2020-01-01')).toEqual(new Map([['help', [message('U1', '1.0')]]]))
  })

  it('names what is missing in a ZIP that is no export', () => {
    expect(() => openSlackExport(exportOf({ 'readme.json': {} }))).toThrow(/no channels\.json/)
  })
})
