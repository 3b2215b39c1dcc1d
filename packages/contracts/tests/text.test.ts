import { describe, expect, it } from 'vitest'
import { createChannel } from '../src/channels/channels.ts'
import { Name } from '../src/fields.ts'
import { register } from '../src/identity/auth.ts'
import { editMessage } from '../src/messages/changes.ts'
import { postMessage } from '../src/messages/messages.ts'

const id = '019a0000-0000-7000-8000-000000000000'
const nothing: [string, string][] = [
  ['spaces', ' \u00a0\u3000\u2003'],
  ['a zero-width space', '\u200b'],
  ['joiners', '\u200d\u200c'],
  ['a byte-order mark', '\ufeff'],
  ['a Hangul filler', '\u3164\u115f\uffa0'],
  ['a Braille blank', '\u2800'],
  ['a soft hyphen', '\u00ad'],
  ['a variation selector', '\ufe0f'],
  ['a combining accent', '\u0301'],
  ['direction marks', '\u200e\u200f\u061c'],
  ['tags', '\u{e0041}\u{e0042}'],
  ['line breaks', '\n\r\n\u2028'],
]

describe('a name', () => {
  it.each(nothing)('is refused where it is %s alone', (_what, text) => {
    expect(Name.safeParse(text).success).toBe(false)
  })

  it.each([
    ['a right-to-left override', 'Ada\u202eevoli'],
    ['a direction isolate', 'Ada\u2066x\u2069'],
    ['a direction mark', 'Ada\u200f'],
    ['a line break', 'Ada\nLovelace'],
    ['a line separator', 'Ada\u2028Lovelace'],
    ['a control character', 'Ada\u0007'],
    ['a C1 control character', 'Ada\u0085Lovelace'],
    ['a zero-width space', 'ad\u200bmin'],
    ['a joiner between Latin letters', 'ad\u200dmin'],
    ['a filler', 'ad\u3164min'],
    ['a variation selector', 'ad\ufe0fmin'],
    ['tags', 'Ada\u{e0041}'],
    ['a presentation selector after a digit', 'bob1\ufe0f'],
    ['a presentation selector after #', '#\ufe0fgeneral'],
    ['a presentation selector after a keycap', '1\ufe0f\u20e3\ufe0f'],
    ['a keycap shown as text', '1\ufe0e\u20e3'],
    ['two presentation selectors', '❤\ufe0f\ufe0f'],
    ['a presentation selector after what has no emoji', '✦\ufe0f'],
    ['a variation selector after what is no Han character', 'ぁ\ufe00'],
    ['an ideographic variation selector on its own', 'Ada \u{e0100}'],
    ['a flag of tags that is none', '🏴\u{e0068}\u{e0069}\u{e007f}'],
    ['a flag of tags that does not end', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}'],
    ['tags after another emoji', '👍\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
    ['emoji joined to none of Unicode’s', '👍\u200d👍'],
    ['joined letters around an emoji', 'ا👍\u200cب'],
    ['an annotation', 'Ada\ufff9x\ufffb'],
  ])('is refused with %s in it', (_what, text) => {
    expect(Name.safeParse(text).error?.issues).toMatchObject([{ message: expect.stringContaining('hide or reorder') }])
  })

  it.each([
    ['Ada Lovelace'],
    ["O'Brien-Smith, Jr."],
    ['李小龍'],
    ['محمد'],
    ['می\u200cخواهم'],
    ['ක්\u200dෂ'],
    ['שָׁלוֹם'],
    ['Zoe\u0301'],
    ['👩🏽\u200d💻 team'],
    ['❤\ufe0f'],
    ['1\ufe0f\u20e3'],
    ['🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
    ['🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['🏳\ufe0f\u200d🌈👁\u200d🗨🇩🇪'],
    ['❤\ufe0e ©\ufe0f'],
    ['ᠨ\u180bᠢ'],
    ['...'],
  ])('may be %s', (text) => {
    expect(Name.parse(` ${text} `)).toBe(text)
  })

  it.each([
    ['李\ufe00', '李'],
    ['田邊\u{e0100}\u{e0101}太郎', '田邊太郎'],
    ['⚡\ufe0f\ufe0fAda', '⚡Ada'],
    ['👩\ufe0f\u200d💻', '👩\u200d💻'],
  ])('has no variation selector that nobody sees: %j', (given, name) => {
    expect(Name.parse(given)).toBe(name)
  })

  it('is the same for people, companies and channels', () => {
    const deceiving = 'Ada\u202e'
    const person = { email: 'ada@acme.example', password: 'long enough', name: deceiving, companyName: deceiving }
    const pathsOf = (error: { issues: { path: PropertyKey[] }[] } | undefined) =>
      error?.issues.map(({ path }) => path.join('.'))
    expect(pathsOf(register.body.safeParse(person).error)).toEqual(['name', 'companyName'])
    const channel = { workspace_id: id, name: 'ada', channel_type: 'text', display_name: deceiving }
    expect(pathsOf(createChannel.body.safeParse(channel).error)).toEqual(['display_name'])
  })
})

describe('a message', () => {
  it.each(nothing)('that is %s alone is empty', (_what, content) => {
    expect(postMessage.body.safeParse({ channel_id: id, content }).error?.issues).toMatchObject([{ path: ['content'] }])
    expect(postMessage.body.parse({ channel_id: id, content, attachments: [{ id }] }).content).toBe('')
    expect(editMessage.body.parse({ content }).content).toBe('')
  })

  it('is kept exactly as it was sent where it shows something', () => {
    const content = ' \u202eleft\u200b\n❤\ufe0f '
    expect(postMessage.body.parse({ channel_id: id, content }).content).toBe(content)
  })
})
