import { describe, expect, it } from 'vitest'
import { createMailReader } from '../../src/mail/mail-reader.ts'
import { plain } from './samples/sample.ts'

describe('reading mails in threads', () => {
  it('gives what is in them, several at once', async () => {
    const { read } = createMailReader()
    const mails = await Promise.all(['one', 'two', 'three'].map((text) => read(Buffer.from(plain(text)))))
    expect(mails.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
  })

  it('refuses a mail that cannot be read, and goes on', async () => {
    const { read } = createMailReader()
    await expect(read(Buffer.from(`X: ${'x'.repeat(300_000)}\n\nhi`))).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await read(Buffer.from(plain('next')))).toMatchObject({ text: 'next' })
  })

  it('ends a thread that takes too long', async () => {
    const { read } = createMailReader({ timeoutMs: 1 })
    await expect(read(Buffer.from(plain('slow')))).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
