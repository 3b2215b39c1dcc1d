import { jsonLimits } from '@parley/contracts/limits'
import { boundJson, findUnstorable } from '@parley/kit/input'
import { describe, expect, it } from 'vitest'

const { maxDepth, maxValues } = jsonLimits
const found = (body: unknown) => findUnstorable({ params: {}, query: {}, body })

/** The same value, and how many of its elements or fields have been read. */
function counted<T extends object>(value: T): { value: T; reads: () => number } {
  let reads = 0
  const proxy = new Proxy(value, {
    get(target, key, receiver) {
      if (typeof key === 'string' && key !== 'length') reads += 1
      return Reflect.get(target, key, receiver)
    },
  })
  return { value: proxy, reads: () => reads }
}

describe('findUnstorable', () => {
  it('names every field whose text PostgreSQL could not store', () => {
    expect(found({ content: 'a\0b', metadata: { tags: ['ok', '\ud800'] } })).toEqual([
      { path: 'content', message: 'Must not contain the NUL character.' },
      { path: 'metadata.tags.1', message: 'Must be well-formed Unicode.' },
    ])
  })

  it('names a field by its own path, whatever was looked at before it', () => {
    expect(found({ a: { b: { c: 'fine' } }, d: ['\0'], e: '\0' }).map(({ path }) => path)).toEqual(['d.0', 'e'])
  })

  it('looks at keys as well as values', () => {
    expect(found({ metadata: { 'a\0': 1 } })[0]?.path).toBe('metadata')
    expect(found(JSON.parse('{"__proto__": {"a": "\\u0000"}}'))[0]?.path).toBe('__proto__.a')
  })

  it('stops at nesting that would exhaust the stack', () => {
    let deep: unknown = 1
    for (let i = 0; i < 50_000; i++) deep = [deep]
    expect(() => found(deep)).toThrow(/32 levels/)
  })

  it('looks at no element of a list that is too long', () => {
    const { value, reads } = counted(Array(250_000).fill(1))
    expect(() => found({ list: value })).toThrow(/at most 10,000 values/)
    expect(reads()).toBe(0)
  })

  it('looks at no more fields than there may be', () => {
    const { value, reads } = counted(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 1])))
    expect(() => found(value)).toThrow(/at most 10,000 values/)
    expect(reads()).toBeLessThanOrEqual(maxValues)
  })

  it('counts what is spread over many small lists', () => {
    expect(() => found(Array.from({ length: 101 }, () => Array(100).fill(1)))).toThrow(/at most 10,000 values/)
  })

  it('looks at everything once', () => {
    const { value, reads } = counted(Array(5_000).fill('x'))
    expect(found(value)).toEqual([])
    expect(reads()).toBe(5_000)
  })

  it('lets through what is only unusual', () => {
    expect(found({ content: '👩‍👩‍👧 \u202e \r\n', n: null, flag: true })).toEqual([])
  })
})

describe('a JSON text', () => {
  const bound = (text: string) => boundJson(Buffer.from(text))
  const list = (length: number) => JSON.stringify(Array(length).fill(1))

  it('is refused before it is parsed when it has too many values', () => {
    expect(() => bound(list(maxValues + 1))).toThrow(/at most 10,000 values/)
    expect(() => bound(`{${'"a":1,'.repeat(maxValues)}"a":1}`)).toThrow(/at most 10,000 values/)
    expect(() => bound('[{}'.repeat(maxValues))).toThrow()
    expect(() => bound(`[${'[],'.repeat(maxValues / 2)}[]]`)).toThrow(/at most 10,000 values/)
    expect(() => bound(list(maxValues - 1))).not.toThrow()
  })

  it('is refused before it is parsed when it is nested too deep', () => {
    expect(() => bound('['.repeat(maxDepth + 1))).toThrow(/32 levels/)
    expect(() => bound('{"a":'.repeat(maxDepth + 1))).toThrow(/32 levels/)
    expect(() => bound(`${'['.repeat(maxDepth)}${']'.repeat(maxDepth)}`)).not.toThrow()
  })

  it('may have any text in its strings', () => {
    for (const text of ['[{,'.repeat(20_000), '\\"[,'.repeat(20_000), '\\', '"', '\\\\"', '', '漢字,'.repeat(20_000)])
      expect(() => bound(JSON.stringify({ content: text, after: [text] }))).not.toThrow()
    expect(() => bound(`["\\\\",${list(maxValues)}]`)).toThrow(/values/)
  })
})
