import { describe, expect, it } from 'vitest'
import { changesOf, draftOf, follow, saved } from '../src/ui/draft.ts'

const stored = { name: 'Scout', notes: 'Terse' }
const written = (changes: Partial<typeof stored>) => {
  const draft = draftOf(stored)
  return { ...draft, written: { ...draft.written, ...changes } }
}

describe('a form over something that others change, too', () => {
  it('follows in what was not written here, and keeps what was', () => {
    const draft = follow(written({ notes: 'Kind' }), { name: 'Ranger', notes: 'Terse' })
    expect(draft).toMatchObject({ written: { name: 'Ranger', notes: 'Kind' }, isOvertaken: false })
    expect(changesOf(draft)).toEqual({ notes: 'Kind' })
  })

  it('says that somebody else has changed the same, and keeps the text all the same', () => {
    const draft = follow(written({ notes: 'Kind' }), { name: 'Scout', notes: 'Loud' })
    expect(draft).toMatchObject({ written: { notes: 'Kind' }, isOvertaken: true })
    const later = follow(draft, { name: 'Ranger', notes: 'Loud' })
    expect(later).toMatchObject({ written: { name: 'Ranger', notes: 'Kind' }, isOvertaken: true })
  })

  it('is not changed once it is saved, and keeps what was written while it was', () => {
    const sent = { name: 'Scout', notes: 'Kind ' }
    const draft = saved(written({ notes: 'Kind and calm' }), sent)
    expect(changesOf(draft)).toEqual({ notes: 'Kind and calm' })
    const now = follow(draft, { name: 'Scout', notes: 'Kind' })
    expect(now).toMatchObject({ written: { notes: 'Kind and calm' }, isOvertaken: false })
    expect(changesOf(saved(written({ notes: 'Kind ' }), sent))).toEqual({})
  })
})
