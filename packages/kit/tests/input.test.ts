import { findUnstorable } from '@parley/kit/input'
import { describe, expect, it } from 'vitest'

const found = (body: unknown) => findUnstorable({ params: {}, query: {}, body })

describe('findUnstorable', () => {
  it('names every field whose text PostgreSQL could not hold', () => {
    expect(found({ content: 'a\0b', metadata: { tags: ['ok', '\ud800'] } })).toEqual([
      { path: 'content', message: 'Must not contain the NUL character.' },
      { path: 'metadata.tags.1', message: 'Must be well-formed Unicode.' },
    ])
  })

  it('looks at keys as well as values', () => {
    expect(found({ metadata: { 'a\0': 1 } })[0]?.path).toBe('metadata')
  })

  it('stops at nesting that would exhaust the stack', () => {
    let deep: unknown = 1
    for (let i = 0; i < 50_000; i++) deep = [deep]
    expect(() => found(deep)).toThrow(/32 levels/)
  })

  it('lets through what is only unusual', () => {
    expect(found({ content: '👩‍👩‍👧 \u202e \r\n', n: null, flag: true })).toEqual([])
  })
})
