import { createChannel } from '@parley/contracts/channels/channels'
import { Email } from '@parley/contracts/email'
import { HttpUrl, Integer, Name, NewPassword } from '@parley/contracts/fields'
import { createTwin } from '@parley/contracts/twins/twins'
import { describe, expect, it } from 'vitest'
import { validate } from '../../../packages/kit/src/validation.ts'
import { languages } from '../src/i18n/language.ts'
import { fieldProblem } from '../src/ui/problems/field-problem.ts'

const messageOf = (schema: Parameters<typeof validate>[0], given: unknown): string =>
  validate(schema, given).details![0]!.message

const common = {
  'what is missing': messageOf(Name, undefined),
  'what is empty': messageOf(Name, ''),
  'what shows nothing': messageOf(Name, '\u2060'),
  'what is too long': messageOf(Name, 'x'.repeat(101)),
  'what is too short': messageOf(NewPassword, 'short'),
  'too many entries': messageOf(createChannel.body.shape.member_ids, Array(51).fill(crypto.randomUUID())),
  'a number that is too high': messageOf(Integer({ min: 1, max: 3_650 }), '5000'),
  'a number that is too low': messageOf(Integer({ min: 1, max: 3_650 }), '0'),
  'what is no number': messageOf(Integer({ min: 1, max: 3_650 }), 'x'),
  'what is no address': messageOf(Email, 'nobody'),
  'what is no URL': messageOf(HttpUrl, 'nowhere'),
  'what is taken': 'Is taken.',
  'a wrong password': 'Is wrong.',
}

describe('what is wrong with a field', () => {
  it.each(Object.entries(common))('is said in every language: %s', async (_, message) => {
    const said = await Promise.all(languages.map((language) => fieldProblem(message, language)))
    expect(new Set(said).size).toBe(languages.length)
    if (message !== 'Is wrong.') expect(said).not.toContain(message)
  })

  it('has its limit as the language writes numbers', async () => {
    const message = messageOf(createTwin.body.shape.personality, 'x'.repeat(4_001))
    expect(await fieldProblem(message, 'de')).toBe('Höchstens 4.000 Zeichen.')
    expect(await fieldProblem(message, 'en')).toBe('At most 4,000 characters.')
  })

  it('is said in the API’s own words where it is rare', async () => {
    for (const message of ['Must be one emoji.', 'Must have at most 20 fields.', 'Must be at most 14 days before to.'])
      expect(await fieldProblem(message, 'tr')).toBe(message)
  })
})
