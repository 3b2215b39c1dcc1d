import { describe, expect, it } from 'vitest'
import { findCandidates } from '../src/mentions.ts'

const handlesIn = (text: string) => findCandidates(text).map(({ handle }) => handle)

describe('findCandidates', () => {
  it.each([
    ['Hi @ada-lovelace, and', ['adalovelace', 'adalovelaceand']],
    ['@ada @ada (@bob) "@cyd"! @eve’s', ['ada', 'bob', 'cyd', 'cyd!', 'eve', 'eves']],
    ['@Žofie @李雷 @हिन्दी @a_b.c-', ['žofie', '李', '李雷', 'हिन्दी', 'abc']],
    ['line\n@first\r\n>@quoted', ['first', 'quoted']],
    ['@O’Brien\n@Ada Lovelace', ['o', 'obrien', 'ada', 'adalovelace']],
    ['@bob.smith @channel-ops @bob.', ['bobsmith', 'channelops', 'bob']],
    ['@STRASSE @Straße @Ｂｏｂ @İstanbul', ['strasse', 'bob', 'istanbul']],
  ])('reads all that a handle may be: %j', (text, handles) => expect(handlesIn(text)).toEqual(handles))

  it.each(['看@bob', 'は@bob', 'สวัสดี@bob', '_@bob_', '*@bob*', '＠bob', '﹫bob', '/@bob', '@@bob', '❤️@bob', '.@bob'])(
    'takes a mention after anything that is no letter or digit of spaced words: %s',
    (text) => expect(handlesIn(text)[0]).toBe('bob'),
  )

  it.each([
    'me@bob.example',
    'é@bob',
    'e\u0301@bob',
    '5@bob',
    '５@bob',
    'д@bob',
    '한@bob',
    'ａ@bob',
    '@',
    '@ bob',
    'a@',
  ])('takes none after one: %s', (text) => expect(handlesIn(text)).toEqual([]))

  it('lets a handle end wherever a script without spaces lets a word end', () =>
    expect(handlesIn('@bobさん')).toEqual(['bob', 'bobさ', 'bobさん']))

  it.each([
    ['see `@Override` here', []],
    ['``@x`` and ``a `@y` b``', []],
    ['`over\n@lines`', []],
    ['```\n@channel\n```\n@here', ['here']],
    ['~~~ts\n@channel\n~~~\n@here', ['here']],
    ['```\n@channel\n``` @here', []],
    ['so:\n\n    @channel\n\n@here', ['here']],
    ['\t@channel', []],
    ['- item\n\n      @channel', []],
    ['> ```\n> @channel\n\n@here', ['here']],
    ['unfinished ``` @here', ['here']],
    ['not `code @here', ['here']],
    ['\\`@here\\`', ['here', 'here\\']],
    ['a paragraph\n    @here', ['here']],
    ['<a title="`">@here`', ['here']],
    ['[`a`](b "@here")', ['here']],
  ])('leaves out what CommonMark calls code: %j', (text, handles) => expect(handlesIn(text)).toEqual(handles))

  it.each([
    ['https://medium.example/@bob/post, @ada', ['ada']],
    ['<https://x/@bob>@ada <mailto:x_@bob>', ['ada']],
    ['[text](https://x/@bob) [ @ada](<a @bob>)', ['ada']],
    ['![@ada](x/@bob)![b [c](d@bob)](/@bob)', ['ada']],
    ['[`code`\n@ada](/@bob)[x](javascript:@bob)', ['ada']],
    ['[1]: https://x/@bob\n[urgent]: @ada', ['ada']],
    ['(see https://x/a_(b)/@bob)@ada', ['ada']],
    ['看https://x/@bob，@ada', ['ada']],
    ['"ftp://me:p@bob/"@ada HTTPS://@bob', ['ada']],
    ['medium.example/@bob www.x.example?to=@bob x.example:80/-@bob', []],
    ['mailto:x@bob MAILTO:@bob acct:@bob@x.example', []],
    ['jo_@bob.example jo+@bob.example @bob@social.example', []],
    ['see src/@ada, e.g. /@bob', ['ada', 'adaeg', 'bob']],
    ['cc:@ada\n_so_@bob.smith', ['ada', 'bobsmith']],
    ['@ada https://x.example', ['ada']],
  ])('leaves out destinations of links, URLs and addresses, but not the text of a link: %j', (text, handles) =>
    expect(handlesIn(text)).toEqual(handles),
  )

  it('stops at 50 handles and stays quick on hostile text', () => {
    expect(new Set(handlesIn(Array.from({ length: 80 }, (_, i) => `@u${i}`).join(' '))).size).toBe(50)
    expect(handlesIn(`${'@bob '.repeat(150)}@end`)).toContain('end')
    const startedAt = process.cpuUsage()
    for (const text of [
      '`'.repeat(40_000),
      '@'.repeat(40_000),
      '@a.'.repeat(13_000),
      `@${'-a'.repeat(20_000)}`,
      '``` '.repeat(10_000),
      '@看看看看看看看看看看看看看看看看看看看看看看看看看看看 '.repeat(1_400),
      '> - `a\n'.repeat(5_700),
      ...['[', '![', '[a](', '](a', '<a', '<'].map((part) => part.repeat(40_000 / part.length)),
      `${'['.repeat(13_000)}a${'](b)'.repeat(6_500)}`,
      `${'!['.repeat(6_000)}a${'](b)'.repeat(6_500)}`,
      ...['a.', 'a', 'a_', 'a@', 'a.b/', 'https://', 'https://(', 'a://b(', 'a-@a.'].map((part) =>
        part.repeat(40_000 / part.length),
      ),
    ])
      findCandidates(`${text} @end`)
    const { user, system } = process.cpuUsage(startedAt)
    expect((user + system) / 1_000).toBeLessThan(2_500)
  })
})
