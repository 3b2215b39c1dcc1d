import { deskMessageLimits } from '@parley/contracts/desk/conversation'
import { describe, expect, it } from 'vitest'
import { messageLimits } from '../src/frame/model/message-limits.ts'
import { chooseFiles } from '../src/frame/ui/files.ts'
import { en } from '../src/i18n/en.ts'

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

/** A file that begins so, with as many zeros behind it. */
const file = (name: string, beginning = '%PDF-1.4', zeros = 0) =>
  new File([bytesOf(beginning), new Uint8Array(zeros)], name)

describe('the files of a message', () => {
  it('are as many and as large as the API takes', () => {
    const { characters, files, megabytes } = messageLimits
    expect({ content: characters, files, fileBytes: megabytes * 1024 * 1024 }).toEqual(deskMessageLimits)
  })

  it('are five at most', async () => {
    const four = ['a', 'b', 'c', 'd'].map((name) => file(name))
    const { files, problem } = await chooseFiles(four, [file('e'), file('f')], en)
    expect(files.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(problem).toBe('At most 5 files in a message.')
  })

  it('are of 10 MiB at most: the others are named, and those that fit are taken', async () => {
    const { files, problem } = await chooseFiles([], [file('film', '%PDF-', 10 * 1024 * 1024), file('ok')], en)
    expect(files.map(({ name }) => name)).toEqual(['ok'])
    expect(problem).toBe('film is larger than 10 MB.')
  })

  it.each(['\xff\xd8\xff\xe0', '\x89PNG\r\n', 'RIFF\n\0\0\0WEBPVP8 ', '%PDF-1.7', 'PK\x03\x04', '\xd0\xcf\x11\xe0'])(
    'may begin with %j, whatever they are called',
    async (beginning) => {
      expect((await chooseFiles([], [file('named.exe', beginning)], en)).files).toHaveLength(1)
    },
  )

  it.each(['', 'no plan', 'RIFF\n\0\0\0WAVEfmt ', 'GIF89a', 'MZ'])('may not begin with %j', async (beginning) => {
    const { files, problem } = await chooseFiles([], [file('plan.pdf', beginning)], en)
    expect(files).toEqual([])
    expect(problem).toBe(`plan.pdf: ${en.wrongFiles}`)
  })
})
