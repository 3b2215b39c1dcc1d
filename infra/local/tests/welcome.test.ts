import { describe, expect, it } from 'vitest'
import { welcome } from '../welcome.ts'

const shown = { url: 'http://127.0.0.1:8080', dataDir: '.parley', file: '.parley/first-login.json', things: [] }

describe('welcome', () => {
  it('says where the mails are, which nobody gets where no server takes them', () => {
    const mails = 'http://127.0.0.1:8080/dev/mail'
    expect(welcome({ ...shown, mails })).toContain(mails)
    expect(welcome(shown)).not.toContain('Mails')
  })
})
