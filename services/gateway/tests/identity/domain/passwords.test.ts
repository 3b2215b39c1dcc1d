import { verify } from '@node-rs/argon2'
import { cheapPasswords } from '@parley/testing/settings'
import { describe, expect, it } from 'vitest'
import { createPasswords } from '../../../src/identity/domain/passwords.ts'

const one = { ip: '192.0.2.1' }

describe('passwords', () => {
  it('accepts the right one and no wrong one, and none where there is no hash', async () => {
    const passwords = createPasswords()
    const hash = await passwords.hash('correct horse', one)
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwords.hash('correct horse', one)).not.toBe(hash)
    expect(await passwords.verify(hash, 'correct horse', one)).toBe(true)
    expect(await passwords.verify(hash, 'correct horse ', one)).toBe(false)
    expect(await passwords.verify(undefined, 'correct horse', one)).toBe(false)
  })

  it('does the work of a check even where there is no hash: it takes a turn like any other', async () => {
    const passwords = createPasswords({ atOnce: 1, maxWaiting: 0 })
    const running = passwords.hash('x', one)
    await expect(passwords.verify(undefined, 'x', one)).rejects.toMatchObject({ code: 'rate_limited' })
    await running
  })

  it('checks against a hash of the same cost where there is none', async () => {
    const checked: string[] = []
    const passwords = createPasswords({
      check: (hash, password) => {
        checked.push(hash)
        return verify(hash, password)
      },
    })
    await passwords.verify(await passwords.hash('x', one), 'y', one)
    await passwords.verify(undefined, 'y', one)
    const costs = checked.map((hash) => hash.split('$').slice(0, 4).join('$'))
    expect(costs).toEqual(Array(2).fill('$argon2id$v=19$m=19456,t=2,p=1'))
  })

  it('makes a rush wait its turn, and refuses what would wait too long', async () => {
    const passwords = createPasswords({ atOnce: 1, maxWaiting: 2, cost: cheapPasswords })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, (_, i) => passwords.hash('x', { ip: `192.0.2.${i}` })),
    )
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ])
    expect(outcomes[4]).toMatchObject({ reason: { code: 'unavailable', headers: { 'Retry-After': '1' } } })
    expect(await passwords.hash('room again', one)).toMatch(/^\$argon2id\$/)
  })

  it.each(['ip', 'person', 'workspace'])('lets no %s have every turn', async (kind) => {
    const order: string[] = []
    const check = async (_hash: string, holder: string) => {
      order.push(holder)
      await new Promise(setImmediate)
      return true
    }
    const passwords = createPasswords({ atOnce: 2, maxWaiting: 100, check })
    const verifyFor = (holder: string) => passwords.verify('hash', holder, { [kind]: holder })
    await Promise.all([...Array.from({ length: 6 }, () => verifyFor('192.0.2.1')), verifyFor('192.0.2.2')])
    expect(order.indexOf('192.0.2.2')).toBeLessThan(3)
  })
})
