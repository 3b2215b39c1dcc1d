import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toDiscord } from '../src/platforms/discord/format.ts'
import { fromSlack, plainNames, toSlack } from '../src/platforms/slack/format.ts'
import { splitText } from '../src/platforms/split-text.ts'

const names = plainNames(
  (id) => ({ U1: 'Ada' })[id],
  (id) => ({ C1: 'general' })[id],
)
const read = (text: string) => fromSlack(text, names)

describe('fromSlack', () => {
  it.each([
    ['*bold* and _italic_ and ~gone~', '**bold** and _italic_ and ~~gone~~'],
    ['2*3*4 and a*b* and * no * and ** no **', '2*3*4 and a*b* and * no * and ** no **'],
    ['(*bold*), *two words*!', '(**bold**), **two words**!'],
    ['*over\nlines*', '*over\nlines*'],
    ['x &lt; y &amp;&amp; y &gt; z, &amp;lt;', 'x < y && y > z, &lt;'],
    ['<@U1> <@U2|bob> <@U3>', '@Ada @bob @U3'],
    ['<#C1> <#C2|random> <#C3|>', '#general #random #C3'],
    ['<!channel> <!here> <!everyone>', '@\u2060channel @\u2060here @\u2060everyone'],
    ['<!subteam^S1|@crew> <!subteam^S2>', '@\u2060crew @\u2060S2'],
    ['<!date^1392734382^Posted {date_num}|Posted 2014-02-18>', 'Posted 2014-02-18'],
    ['<https://a.test/x?y=1&amp;z=2>', 'https://a.test/x?y=1&z=2'],
    ['<https://a.test/x|https://a.test/x>', 'https://a.test/x'],
    ['<https://a.test/x|the *page*>', '[the *page*](https://a.test/x)'],
    ['<https://a.test/x_(y)|[1]>', '[\\[1\\]](https://a.test/x_%28y%29)'],
    ['<mailto:me@a.test|me@a.test> <mailto:me@a.test|write>', 'me@a.test [write](mailto:me@a.test)'],
    ['<javascript:alert(1)|click>', 'click'],
    ['`a *b* &lt;<https://a.test>&gt;` *c*', '`a *b* <https://a.test>` **c**'],
    ['```x = *y*```', '```\nx = *y*\n```'],
    ['before ```one\n*two*\n``` after', 'before ```\none\n*two*\n``` after'],
    ['&gt; quoted *here*', '> quoted **here**'],
    ['a\n&gt;&gt;&gt; b\nc', 'a\n> b\n> c'],
    ['with\0out', 'without'],
    ['\ud800', '\ufffd'],
    ['<unclosed and > alone', '<unclosed and > alone'],
    ['', ''],
  ])('reads %j', (text, markdown) => expect(read(text)).toBe(markdown))

  it('leaves what has no markup as it is', () => {
    expect(read('usual, quite stable though  :) #ubuntu 5 - 3')).toBe('usual, quite stable though  :) #ubuntu 5 - 3')
  })
})

describe('toSlack', () => {
  it.each([
    ['**bold** __bold__ *it* _it_ ~~gone~~', '*bold* *bold* _it_ _it_ ~gone~'],
    ['**bold *and* more**', '*bold _and_ more*'],
    ['# Title #\ntext', '*Title*\ntext'],
    ['- one\n* two', '• one\n• two'],
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    ['> quoted', '> quoted'],
    ['[page](https://a.test/x?y=1&z=2)', '<https://a.test/x?y=1&amp;z=2|page>'],
    ['![a \\[1\\]|b](https://a.test/x)', '<https://a.test/x|a [1]¦b>'],
    ['https://a.test/a_b_c*d*', 'https://a.test/a_b_c*d*'],
    ['[x](javascript:alert)', '[x](javascript:alert)'],
    ['`a *b* <c>` *d*', '`a *b* &lt;c&gt;` _d_'],
    ['```js\nx < *y*\n```', '```\nx &lt; *y*\n```'],
    ['2*3*4', '2*3*4'],
  ])('writes %j', (markdown, text) => expect(toSlack(markdown)).toBe(text))

  it('mentions nobody, whatever was written', () => {
    for (const text of [
      '<!channel>',
      '<@U1>',
      '`<!here>`',
      '[<!channel>](https://a.test)',
      '[a](https://a.test/<!channel>)',
    ])
      expect(toSlack(text)).not.toMatch(/<[!@#]/)
  })
})

it('goes there and back as what it says', () => {
  for (const text of ['*bold* _it_ ~gone~', '&lt;b&gt; &amp; more', '<https://a.test|page>', '`code &lt;`'])
    expect(toSlack(read(text))).toBe(text)
})

it('ends, whatever it is given', () => {
  const markup = fc.array(
    fc.constantFrom('*', '_', '~', '`', '```', '<', '>', '|', '&gt;', '\n', ' ', 'a', '@', '!', '[', ']('),
    {
      maxLength: 200,
    },
  )
  fc.assert(
    fc.property(markup, (parts) => {
      const text = parts.join('')
      expect(toSlack(text)).not.toMatch(/<[!@#]/)
      expect(read(text)).not.toContain('\0')
    }),
  )
})

describe('a text of nothing but marks', () => {
  // Of what is looked for from each mark to the end of the text, this is minutes.
  it.each(['**a ', '__a ', '~~a ', '[a', '![', '[a](http://', '\n', '```a\n', '```\n', '`a', '~~~'])(
    'takes no longer than another: %j',
    (marks) => {
      const text = marks.repeat(Math.ceil(150_000 / marks.length))
      for (const written of [toSlack(text), toDiscord(text), ...splitText(text, 20_000, toDiscord)])
        expect(written.length).toBeLessThanOrEqual(text.length * 2)
    },
    30_000,
  )
})
