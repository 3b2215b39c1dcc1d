import { describe, expect, it } from 'vitest'
import { checkSameOrigin } from '../../src/admission/same-origin.ts'

const json = { 'content-type': 'application/json; charset=utf-8', host: 'parley.example:8443' }
const check = (headers: Record<string, string>) => checkSameOrigin({ headers }, 'https://parley.example')

describe('checkSameOrigin', () => {
  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
    { origin: 'https://parley.example' },
    { origin: 'https://parley.example:8443' },
  ])('lets pages of its own through: %j', (headers) => expect(() => check({ ...json, ...headers })).not.toThrow())

  it.each<Record<string, string>>([
    {},
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://parley.example' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': '' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'https://parley.example.evil.example' },
    { origin: 'https://evil.example' },
    { origin: 'http://parley.example' },
  ])('refuses others: %j', (headers) =>
    expect(() => check({ ...json, ...headers })).toThrow('Only pages of this origin may do this.'),
  )

  it.each<Record<string, string>>([{}, { 'content-type': 'text/plain' }, { 'content-type': 'application/jsonx' }])(
    'refuses what a form could send: %j',
    (headers) => expect(() => check({ 'sec-fetch-site': 'same-origin', ...headers })).toThrow('application/json'),
  )
})
