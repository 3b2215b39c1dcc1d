import { endpoints } from '@parley/contracts/catalog'
import { events } from '@parley/contracts/events'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createAvatarUrls, showAvatars } from '../src/avatar-urls.ts'

const [first, second] = ['first'.repeat(8), 'second'.repeat(8)] as const
const urlsWith = (...secrets: string[]) =>
  createAvatarUrls({ PUBLIC_URL: 'https://parley.example/app', FILE_URL_SECRET: secrets })
const { show, isSigned } = urlsWith(first)

/** The picture's URL and its signature. */
function read(shown: string) {
  const { pathname, searchParams } = new URL(shown)
  return [searchParams.get('url')!, pathname.split('/').at(-1)!] as const
}

describe('the URL that shows a picture', () => {
  it.for([
    'http://else.example/a.png?size=9&x=%2F#part',
    'https://parley.example.evil.test/a.png',
    'https://parley.example:8443/a.png',
    'http://parley.example/a.png',
    '//else.example/a.png',
    'HTTPS://ELSE.example/ä.png',
    '\\\\else.example/a.png',
    ' https://else.example/a.png',
  ])('is ours for %s', (url) => {
    const shown = show(url)
    expect(shown).toMatch(/^https:\/\/parley\.example\/app\/api\/v2\/avatars\/foreign\/[\w-]{43}\?url=http/)
    expect(read(shown)[0]).toBe(new URL(url, 'https://parley.example').href)
    expect(isSigned(...read(shown))).toBe(true)
    expect(show(shown)).toBe(shown)
  })

  it.for(['https://parley.example/api/v2/avatars/1', '/twins/a.png', 'a.png', 'data:image/png;base64,AA==', ''])(
    'stays as it is for %s',
    (url) => expect(show(url)).toBe(url),
  )

  it('is valid for that picture alone, and while its secret is known', () => {
    const [url, signature] = read(show('https://else.example/a.png'))
    expect(isSigned(`${url}?`, signature)).toBe(false)
    expect(isSigned(url, signature.slice(1))).toBe(false)
    expect(isSigned(url, '')).toBe(false)
    expect(urlsWith(second, first).isSigned(url, signature)).toBe(true)
    expect(urlsWith(second).isSigned(url, signature)).toBe(false)
  })
})

describe('showing avatars', () => {
  it('finds every place where a contract speaks of one', () => {
    const shapes = [
      ...endpoints.flatMap(({ name, responses }) => Object.values(responses).map((shape) => [name, shape] as const)),
      ...events.map(({ type, data }) => [type, data] as const),
    ]
    const speaking = shapes.filter(([, shape]) =>
      JSON.stringify(z.toJSONSchema(shape, lenient)).includes('"avatar_url"'),
    )
    expect(speaking.length).toBeGreaterThan(20)
    for (const [name, shape] of speaking) {
      const value = exampleOf(shape)
      // The answer to an upload is always of this deployment.
      expect([name, showAvatars(shape, value, () => 'shown')]).toEqual([name, name !== 'uploadAvatar'])
      if (name !== 'uploadAvatar') expect(JSON.stringify(value), name).not.toContain('"avatar_url":"given"')
    }
  })
})

const lenient = { unrepresentable: 'any', io: 'output' } as const

/** A value with a picture wherever the schema has one. */
function exampleOf(schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape).map(([name, shape]) => [name, name === 'avatar_url' ? 'given' : exampleOf(shape)]),
    )
  if (schema instanceof z.ZodArray) return [exampleOf(schema.element)]
  if (schema instanceof z.ZodUnion) return exampleOf(schema.options[0]!)
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return exampleOf(schema.unwrap())
  return null
}
