import { randomBytes } from 'node:crypto'
import { ConfigError, loadConfig, ServiceConfig } from '@parley/kit/config'
import { createSecretBox, requireSecretKeys, SecretConfig } from '@parley/kit/secret-box'
import { describe, expect, it } from 'vitest'

const newKey = () => randomBytes(32).toString('base64')
const [first, second] = [newKey(), newKey()]
const boxWith = (...keys: string[]) => createSecretBox(loadConfig(SecretConfig, { SECRET_KEYS: keys.join(', ') }))

const box = boxWith(first)
const owner = { workspaceId: 'w1', purpose: 'platform-credentials:slack' }
const secret = 'xoxb-τοκεν'

describe('a sealed secret', () => {
  it('opens for the row that it was sealed for, and no other', () => {
    const sealed = box.seal(secret, owner)
    expect(box.open(sealed, owner)).toBe(secret)
    for (const other of [{ workspaceId: 'w2' }, { purpose: 'platform-credentials:teams' }])
      expect(() => box.open(sealed, { ...owner, ...other })).toThrow('A secret was changed, or is not that of')
    // Fields that run together are others.
    expect(() =>
      box.open(box.seal(secret, { workspaceId: 'a', purpose: 'bc' }), { workspaceId: 'ab', purpose: 'c' }),
    ).toThrow()
    expect(box.open(box.seal('', owner), owner)).toBe('')
  })

  it('is never the same twice, and shows nothing', () => {
    const sealed = Array.from({ length: 100 }, () => box.seal(secret, owner))
    expect(new Set(sealed).size).toBe(100)
    expect(sealed[0]).toMatch(/^v1\.[\da-f]{8}\.[\w-]+$/)
  })

  it('does not open once any of it has been changed or cut off', () => {
    const sealed = box.seal(secret, owner)
    const [version, id, text] = sealed.split('.') as [string, string, string]
    const bytes = Buffer.from(text, 'base64url')
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes)
      changed[i]! ^= 1
      expect(() => box.open(`${version}.${id}.${changed.toString('base64url')}`, owner), `byte ${i}`).toThrow()
    }
    for (const wrong of [
      '',
      secret,
      text,
      `v2.${id}.${text}`,
      `v1.${id}.`,
      `v1.${id}.${text.slice(0, 30)}`,
      `${sealed}!`,
    ])
      expect(() => box.open(wrong, owner), wrong).toThrow('This is not a sealed secret.')
  })

  it('opens after a new key was put first, under which it can be sealed again', () => {
    const sealed = box.seal(secret, owner)
    const rotated = boxWith(second, first)
    expect(rotated.open(sealed, owner)).toBe(secret)
    expect([box.isOutdated(sealed), rotated.isOutdated(sealed)]).toEqual([false, true])
    const resealed = rotated.reseal(sealed, owner)
    expect(rotated.isOutdated(resealed)).toBe(false)
    expect(boxWith(second).open(resealed, owner)).toBe(secret)
  })

  it('whose key is not configured any more is said to be so, by the key’s name', () => {
    const sealed = box.seal(secret, owner)
    expect(() => boxWith(second).open(sealed, owner)).toThrow(
      `SECRET_KEYS has no key ${sealed.split('.')[1]}, which a stored secret was encrypted with.`,
    )
  })
})

describe('SECRET_KEYS', () => {
  const Config = ServiceConfig.extend(SecretConfig.shape).superRefine(requireSecretKeys)
  const env = { DATABASE_URL: 'postgres://x', REDIS_URL: 'redis://x' }

  it('is needed in production by a service that keeps secrets', () => {
    expect(() => loadConfig(Config, { ...env, PARLEY_ENV: 'production' })).toThrow(ConfigError)
    expect(() => loadConfig(Config, { ...env, PARLEY_ENV: 'production' })).toThrow('SECRET_KEYS: Missing')
    loadConfig(Config, { ...env, PARLEY_ENV: 'production', SECRET_KEYS: first })
    const development = createSecretBox(loadConfig(Config, env))
    expect(development.open(development.seal(secret, owner), owner)).toBe(secret)
  })

  it.each(['short', newKey().slice(0, 20), randomBytes(33).toString('base64'), `${first},`])('cannot be %s', (keys) => {
    expect(() => loadConfig(SecretConfig, { SECRET_KEYS: keys })).toThrow('Each key must be 32 random bytes in base64.')
  })
})
