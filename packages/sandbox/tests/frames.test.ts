import { describe, expect, it } from 'vitest'
import { createFrameReader } from '../src/frames.ts'

const reader = () => createFrameReader(1_000)

describe('frames', () => {
  it('are read however they are cut', () => {
    const text = Buffer.from('{"ready":true}\n{"stdout":"é"}\n{"result":null,"error":"x"}\n')
    for (let size = 1; size <= text.length; size += 1) {
      const read = reader()
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        text.subarray(i * size, (i + 1) * size),
      )
      expect(pieces.flatMap(read)).toEqual([{ ready: true }, { stdout: 'é' }, { result: null, error: 'x' }])
    }
  })

  it.each([
    'no JSON',
    '"a string"',
    'null',
    '[]',
    '{"stdout":1}',
    '{"stdout":{"toString":"x"}}',
    '{"ready":false}',
    '{"result":"1"}',
    '{"__proto__":{"stdout":"x"}}',
    '',
  ])('are nothing else: %s', (line) => {
    expect(() => reader()(Buffer.from(`${line}\n`))).toThrow('no frame')
  })

  it('have only what they declare', () => {
    const [frame] = reader()(Buffer.from('{"stdout":"x","__proto__":{"isAdmin":true},"constructor":1,"result":2}\n'))
    expect(Reflect.ownKeys(frame!)).toEqual(['stdout'])
    expect(Object.getPrototypeOf(frame)).toBe(Object.prototype)
    expect(({} as { isAdmin?: true }).isAdmin).toBeUndefined()
  })

  it('are bounded, also a line without an end', () => {
    const read = reader()
    expect(read(Buffer.alloc(1_000, 'x'))).toEqual([])
    expect(() => read(Buffer.from('x'))).toThrow('too much')
  })
})
