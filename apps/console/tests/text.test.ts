import { describe, expect, it } from 'vitest'
import { splitBlocks } from '../src/text/blocks.ts'
import { hostToSay } from '../src/text/host-to-say.ts'
import { parseMarkdown, type TextNode } from '../src/text/markdown.ts'
import { splitMentions } from '../src/text/mentions.ts'
import { splitWords } from '../src/text/words.ts'

const everyNode = (nodes: readonly TextNode[]): TextNode[] =>
  nodes.flatMap((node) => [node, ...('children' in node ? everyNode(node.children) : [])])
const linksIn = (text: string) =>
  everyNode(parseMarkdown(text)).flatMap((node) => (node.type === 'link' && node.href ? [node.href] : []))
const wordsIn = (text: string) =>
  everyNode(parseMarkdown(text))
    .flatMap((node) => ('text' in node ? [node.text] : []))
    .join('')

describe('Markdown', () => {
  it('has emphasis, lists, code, quotes and tables', () => {
    expect(parseMarkdown('**a** and `b`')).toEqual([
      {
        type: 'element',
        name: 'p',
        align: undefined,
        start: undefined,
        children: [
          {
            type: 'element',
            name: 'strong',
            align: undefined,
            start: undefined,
            children: [{ type: 'text', text: 'a' }],
          },
          { type: 'text', text: ' and ' },
          { type: 'code', text: 'b' },
        ],
      },
    ])
    const names = everyNode(parseMarkdown('1. a\n2. b\n\n> q\n\n|x|y|\n|-|-:|\n|1|2|')).flatMap((node) =>
      node.type === 'element' ? [node.name] : [],
    )
    expect(new Set(names)).toEqual(
      new Set(['ol', 'li', 'blockquote', 'p', 'table', 'thead', 'tbody', 'tr', 'th', 'td']),
    )
    expect(parseMarkdown('```ts\nlet a\n```')).toEqual([{ type: 'code block', text: 'let a', language: 'ts' }])
  })

  it('keeps line ends, and no paragraphs in tight lists', () => {
    expect(everyNode(parseMarkdown('a\nb')).some(({ type }) => type === 'break')).toBe(true)
    const list = everyNode(parseMarkdown('- a\n- b'))
    expect(list.some((node) => node.type === 'element' && node.name === 'p')).toBe(false)
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">a</a>',
    '<svg/onload=alert(1)>',
  ])('shows HTML as text: %s', (text) => {
    expect(wordsIn(text)).toBe(text)
  })

  it.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html;base64,PHNjcmlwdD4=)',
    '[a](vbscript:x)',
    '[a](file:///etc/passwd)',
    '[a](/api/v2/messages)',
    '![a](javascript:alert(1))',
    '<javascript:alert(1)>',
  ])('follows no link but to the web and to mail: %s', (text) => {
    expect(linksIn(text)).toEqual([])
  })

  it('links addresses, and pictures instead of loading them', () => {
    expect(linksIn('see https://a.example/x and <b@a.example>')).toEqual(['https://a.example/x', 'mailto:b@a.example'])
    expect(linksIn('![cat](https://a.example/cat.png)')).toEqual(['https://a.example/cat.png'])
    expect(wordsIn('![cat](https://a.example/cat.png)')).toBe('cat')
  })

  it.each(['['.repeat(8_000), '*'.repeat(8_000), '> '.repeat(4_000), '`'.repeat(7_999)])('survives %.10s…', (text) => {
    expect(everyNode(parseMarkdown(text)).length).toBeGreaterThan(0)
  })
})

describe('the host of a link', () => {
  const evil = 'https://evil.example/a'
  it.each([
    ['https://evil.example/a', ''],
    ['evil.example', ''],
    ['the offer', 'evil.example'],
    ['https://bank.example/?evil.example', 'evil.example'],
    ['https://bank.example@evil.example', 'evil.example'],
    ['bank.example and evil.example', 'evil.example'],
    ['bank.example', 'evil.example'],
  ])('is said beside %s: %s', (label, said) => expect(hostToSay(evil, label)).toBe(said))

  it('is none of a mail address', () => expect(hostToSay('mailto:ada@lamps.example', 'Ada')).toBe(''))
})

describe('a text that grows', () => {
  const text = 'One.\n\n```\na\n\nb\n```\n\n- x\n\n- y\n\nTwo.\n\nThr'

  it('is cut at empty lines outside of code and lists', () => {
    expect(splitBlocks(text)).toEqual({ done: ['One.\n', '```\na\n\nb\n```\n\n- x\n\n- y\n', 'Two.\n'], last: 'Thr' })
  })

  it('keeps what is done as it is, however it goes on', () => {
    for (let length = 0; length < text.length; length++) {
      const { done } = splitBlocks(text.slice(0, length))
      expect(splitBlocks(text).done.slice(0, done.length)).toEqual(done)
    }
  })
})

describe('mentions', () => {
  const ada = { type: 'user', user_id: 'ada', handle: 'ada-lovelace' } as const

  it('are those that the server found, however they are written', () => {
    expect(splitMentions('hi @AdaLovelace, and @bob', [ada])).toEqual([
      'hi ',
      { text: '@AdaLovelace', mention: ada },
      ', and @bob',
    ])
    expect(splitMentions('@ada-lovelace.', [ada])).toEqual([{ text: '@ada-lovelace', mention: ada }, '.'])
  })

  it('are none without any', () => {
    expect(splitMentions('@ada-lovelace', [])).toEqual(['@ada-lovelace'])
  })
})

describe('words', () => {
  const split = (text: string, marks = new Map<string, string>()) => splitWords(text, { mentions: [], marks })

  it('name channels by themselves, and never within a word, an address or another sign', () => {
    const channel = (name: string) => ({ type: 'channel', name })
    expect(split('see #general, (#a-1).')).toEqual(['see ', channel('general'), ', (', channel('a-1'), ').'])
    for (const text of ['a#general', 'x/#general', '##general', '#General', '#', '#-a', 'C#', '&#39;'])
      expect(split(text)).toEqual([text])
  })

  it('are drawn as something else where a source is named by its id, wherever that stands', () => {
    const marks = new Map([['id-1', 'one']])
    expect(split('(Ada in #general, id-1) id-1', marks)).toEqual([
      '(Ada in ',
      { type: 'channel', name: 'general' },
      ', ',
      { type: 'mark', mark: 'one' },
      ') ',
      { type: 'mark', mark: 'one' },
    ])
  })
})
