import { limitClasses } from '@parley/contracts/limits'
import { loadConfig } from '@parley/kit/config'
import { newSigningKey, randomPassword } from '@parley/kit/keys'
import { describe, expect, it } from 'vitest'
import { Config } from '../../src/config.ts'

const production = {
  PARLEY_ENV: 'production',
  DATABASE_URL: 'postgres://parley_gateway:x@db/parley',
  REDIS_URL: 'redis://redis',
  PUBLIC_URL: 'https://parley.example',
  JWT_SECRET: randomPassword(),
  VISITOR_TOKEN_SECRETS: `${randomPassword()},${randomPassword()}`,
  FILE_URL_SECRET: `${randomPassword()},${randomPassword()}`,
  INTERNAL_SIGNING_KEY: newSigningKey(),
  CHANNELS_URL: 'http://channels',
  MESSAGING_URL: 'http://messaging',
  CHAT_ENGINE_URL: 'http://chat-engine',
  INTEGRATIONS_URL: 'http://integrations',
  SUPPORT_DESK_URL: 'http://support-desk',
}
const load = (changes: Record<string, string | undefined>) => loadConfig(Config, { ...production, ...changes })

describe('the configuration', () => {
  it('of production that is complete is taken', () => {
    expect(load({})).toMatchObject({ RATE_LIMITS: true, PUBLIC_URL: 'https://parley.example', TRUSTED_PROXIES: [] })
  })

  it.each([
    ['no JWT secret', { JWT_SECRET: undefined }, 'JWT_SECRET: Missing'],
    ['a short JWT secret', { JWT_SECRET: 'short' }, 'JWT_SECRET: Must be at least 32'],
    [
      'a JWT secret somebody thought of',
      { JWT_SECRET: 'change-me-change-me-change-me-change-me' },
      'JWT_SECRET: Too easily guessed',
    ],
    [
      'a monotonous JWT secret',
      { JWT_SECRET: 'abababababababababababababababababab' },
      'JWT_SECRET: Too easily guessed',
    ],
    ['no secret for visitors’ tokens', { VISITOR_TOKEN_SECRETS: undefined }, 'VISITOR_TOKEN_SECRETS: Missing'],
    [
      'a guessable one among them',
      { VISITOR_TOKEN_SECRETS: `${randomPassword()},${'change-me-'.repeat(4)}` },
      'VISITOR_TOKEN_SECRETS: Too easily',
    ],
    ['no secret for the URLs of files', { FILE_URL_SECRET: undefined }, 'FILE_URL_SECRET: Missing'],
    ['a short one among them', { FILE_URL_SECRET: `${randomPassword()},short` }, 'FILE_URL_SECRET: Each must be'],
    ['one that somebody thought of', { FILE_URL_SECRET: 'change-me-'.repeat(4) }, 'FILE_URL_SECRET: Too easily'],
    ['no signing key', { INTERNAL_SIGNING_KEY: undefined }, 'INTERNAL_SIGNING_KEY: Missing'],
    [
      'a signing key that is none',
      { INTERNAL_SIGNING_KEY: 'bm9uZQ==' },
      'INTERNAL_SIGNING_KEY: Must be base64 of an EC P-256',
    ],
    ['rate limits off', { RATE_LIMITS: 'off' }, 'RATE_LIMITS: Rate limits cannot be off in production.'],
    ['a public URL without TLS', { PUBLIC_URL: 'http://parley.example' }, 'PUBLIC_URL: Must be https in production'],
    ['a proxy that is no address', { TRUSTED_PROXIES: '10.0.0.0/8, nginx' }, 'TRUSTED_PROXIES: nginx is neither'],
    ['a limit of nothing', { RATE_LIMIT_MESSAGES: '0' }, 'RATE_LIMIT_MESSAGES:'],
  ])('of production is refused with %s, in one sentence that names it', (_what, changes, sentence) => {
    expect(() => load(changes)).toThrow(sentence)
  })

  it('may use plain HTTP on this machine, and turn limits off, where it is not production', () => {
    expect(load({ PUBLIC_URL: 'http://localhost:8080' }).PUBLIC_URL).toBe('http://localhost:8080')
    expect(load({ PARLEY_ENV: 'development', RATE_LIMITS: 'off', PUBLIC_URL: 'http://parley.lan/' })).toMatchObject({
      RATE_LIMITS: false,
      PUBLIC_URL: 'http://parley.lan',
    })
  })

  it('has a variable for every class of limits, with the documented figure unless it is set', () => {
    const config = load({ RATE_LIMIT_LOGIN: '7' }) as unknown as Record<string, number>
    for (const [name, { points }] of Object.entries(limitClasses))
      expect(config[`RATE_LIMIT_${name.toUpperCase()}`]).toBe(name === 'login' ? 7 : points)
  })
})
