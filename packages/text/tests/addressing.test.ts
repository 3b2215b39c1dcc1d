import { describe, expect, it } from 'vitest'
import { withoutAddress } from '../src/addressing.ts'

describe('what is said to somebody', () => {
  it.each([
    ['@Steve Jobs, what is taste?', 'what is taste?'],
    ['  ＠steve-jobs what?', 'what?'],
    ['what, @steve-jobs?', 'what?'],
    ['How long are backups kept? @steve-jobs', 'How long are backups kept?'],
    ['Hey @steve-jobs, how long are backups kept?', 'how long are backups kept?'],
    ['Hi @steve-jobs what did I miss?', 'what did I miss?'],
    ['@steve-jobs and @paul-graham: what is taste?', 'what is taste?'],
    ['@paul-graham @steve-jobs what is taste?', 'what is taste?'],
    ['So, @steve-jobs, what is taste?', 'So, what is taste?'],
    ['@steve-jobs', '@steve-jobs'],
    ['Hey @steve-jobs!', 'Hey @steve-jobs!'],
    ['@steve what?', '@steve what?'],
    ['@paul-graham what?', '@paul-graham what?'],
    ['Who is @steve-jobs?', 'Who is @steve-jobs?'],
    ['@steve-jobs’s taste is what?', '@steve-jobs’s taste is what?'],
    [`${'@a '.repeat(10_000)}x`, `${'@a '.repeat(10_000)}x`],
  ])('in %s is %s', (text, said) => {
    expect(withoutAddress(text, 'stevejobs')).toBe(said)
  })

  it('may be anybody’s', () => {
    expect(withoutAddress('@lvng summarise this')).toBe('summarise this')
    expect(withoutAddress('summarise this')).toBe('summarise this')
  })
})
