import { anyText } from '@parley/testing/any-text'
import fc from 'fast-check'

/** Text that has broken parsers, databases and shells before. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    'half\udc00',
    '\u202eright to left',
    '\ufeff',
    'null',
    'undefined',
    'NaN',
    '__proto__',
    'constructor',
    '../../etc/passwd',
    "'; drop table messages; --",
    '%',
    '%_\\',
    '\\',
    '{{7*7}}',
    '$1',
    '<script>alert(1)</script>',
    '\r\nX-Injected: yes',
    '٣',
    '0x10',
    '1e999',
    '-0',
    '9223372036854775808',
    '2026-02-30T25:61:61.000Z',
    '294277-01-01T00:00:00.000Z',
    'ch_zzzzzzzzzzzzzzzzzzzzzzzzzz',
    'ch_7zzzzzzzzzzzzzzzzzzzzzzzzz',
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '{',
    '👩‍👩‍👧‍👦'.repeat(100),
    'e\u0301'.repeat(1000),
  ),
  anyText(60),
  fc.uuid(),
  fc.constantFrom(300, 5_000, 41_000).map((length) => 'x'.repeat(length)),
)

const nested = (depth: number, shell: (inner: unknown) => unknown) => {
  let value: unknown = 'deep'
  for (let level = 0; level < depth; level++) value = shell(value)
  return value
}

/** Stands for a number that JSON can write and JavaScript cannot represent; see `toJson`. */
const endless = '\u0001endless\u0001'

/** What to try on every single field. */
export const classicTexts: readonly string[] = [
  'a\0b',
  'half\udc00',
  '',
  '\u202e',
  "'; drop table messages; --",
  '%_\\',
  '9223372036854775808',
  '1e999',
  '294277-01-01T00:00:00.000Z',
  'ch_7zzzzzzzzzzzzzzzzzzzzzzzzz',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'a@xn--0.example',
  '-1',
  '1.5',
  'x'.repeat(3_000),
]
export const classicValues: readonly unknown[] = [
  ...classicTexts,
  null,
  true,
  -1,
  1.5,
  2 ** 63,
  endless,
  [],
  {},
  ['a', 'a'],
  JSON.parse('{"__proto__":{"role":"owner"}}'),
  nested(40, (inner) => ({ a: inner })),
]

/** A value of any type, wrong wherever it stands. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    -1,
    1.5,
    5e-324,
    1e308,
    2 ** 31,
    2 ** 53,
    2 ** 63,
    endless,
    [],
    {},
    [[]],
    [null],
    { length: 1e9 },
    { toString: null, valueOf: 1 },
    JSON.parse('{"__proto__":{"role":"owner","is_admin":true}}'),
    { constructor: { prototype: { role: 'owner' } } },
    { $ne: null },
    nested(40, (inner) => [inner]),
    nested(40, (inner) => ({ a: inner })),
    nested(2_000, (inner) => [inner]),
    Array.from({ length: 1_000 }, () => 'many'),
    Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`key${index}`, index])),
  ),
  fc.jsonValue({ maxDepth: 4 }),
)

export const toJson = (value: unknown): string => JSON.stringify(value).replaceAll(JSON.stringify(endless), '1e999')

/** A path segment or query value as it goes over the wire, broken or merely unusual. */
export const hostileEncoded: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '%',
    '%00',
    '%0a',
    '%ZZ',
    '%E0%A4%A',
    '%ff%fe',
    '%ED%A0%80',
    '%2e%2e',
    '%2e%2e%2f%2e%2e',
    '..%5c',
    '%252e',
    '%2F',
    ';a=1',
    'null',
    '-1',
    '0',
    '1e9',
    '99999999999999999999',
    'x'.repeat(3_000),
  ),
  hostileText.filter((text) => text.isWellFormed() && text.length < 1_000).map(encodeURIComponent),
)
