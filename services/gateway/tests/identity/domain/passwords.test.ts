import { describe, expect, it } from 'vitest'
import { createPasswords } from '../../../src/identity/domain/passwords.ts'

describe('passwords', () => {
  it('accepts the right one and no wrong one, and none where there is no hash', async () => {
    const passwords = createPasswords()
    const hash = await passwords.hash('correct horse')
    expect(hash).toMatch(/^\$argon2id\$/)
    expect(await passwords.hash('correct horse')).not.toBe(hash)
    expect(await passwords.verify(hash, 'correct horse')).toBe(true)
    expect(await passwords.verify(hash, 'correct horse ')).toBe(false)
    expect(await passwords.verify(undefined, 'correct horse')).toBe(false)
  })

  it('does the work of a check even where there is no hash: it takes a turn like any other', async () => {
    const passwords = createPasswords({ atOnce: 1, maxWaiting: 0 })
    const running = passwords.hash('x')
    await expect(passwords.verify(undefined, 'x')).rejects.toMatchObject({ code: 'unavailable' })
    await running
  })

  it('makes a rush wait its turn, and refuses what would wait too long', async () => {
    const passwords = createPasswords({ atOnce: 1, maxWaiting: 2 })
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => passwords.hash('x')))
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ])
    expect(outcomes[4]).toMatchObject({ reason: { code: 'unavailable', headers: { 'Retry-After': '1' } } })
    expect(await passwords.hash('room again')).toMatch(/^\$argon2id\$/)
  })

  it('lets no address have every turn', async () => {
    const passwords = createPasswords({ atOnce: 2, maxWaiting: 100 })
    const order: string[] = []
    const hash = (ip: string) => passwords.hash('x', ip).then(() => order.push(ip))
    await Promise.all([...Array.from({ length: 6 }, () => hash('192.0.2.1')), hash('192.0.2.2')])
    expect(order.indexOf('192.0.2.2')).toBeLessThan(3)
  })
})
