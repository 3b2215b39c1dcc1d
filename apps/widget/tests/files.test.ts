import { describe, expect, it } from 'vitest'
import { chooseFiles } from '../src/frame/ui/files.ts'
import { en } from '../src/i18n/en.ts'

const file = (name: string, bytes = 1) => new File([new Uint8Array(bytes)], name)

describe('the files of a message', () => {
  it('are five at most', () => {
    const four = ['a', 'b', 'c', 'd'].map((name) => file(name))
    const { files, problem } = chooseFiles(four, [file('e'), file('f')], en)
    expect(files.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(problem).toBe('At most 5 files in a message.')
  })

  it('are of 10 MiB at most: the others are named, and those that fit are taken', () => {
    const { files, problem } = chooseFiles([], [file('film', 10 * 1024 * 1024 + 1), file('ok')], en)
    expect(files.map(({ name }) => name)).toEqual(['ok'])
    expect(problem).toBe('film is larger than 10 MB.')
  })
})
