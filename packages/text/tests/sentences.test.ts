import { describe, expect, it } from 'vitest'
import { splitSentences } from '../src/sentences.ts'

const split = (text: string, locale?: string) => splitSentences(text, locale).map((sentence) => sentence.text)

/** Each is one text; a bar stands where a sentence ends. */
const cases: Record<string, string[]> = {
  'ends at full stops, question and exclamation marks': [
    'It works. | Does it? | Yes! | Really?! | Well… Not now.',
    'He said "Stop!" | Then he left.',
    '"Really?" he said. | "Yes."',
    'He asked (why?) and went. | Nobody knew.',
  ],
  'goes on behind abbreviations, initials and numbers': [
    'Dr. Smith met Mr. Jones at 5 p.m. on St. James St. yesterday. | They spoke.',
    'See e.g. Fig. 3 and No. 7, i.e. the first ones. | Then go on.',
    'J. R. R. Tolkien wrote it. | It is long.',
    'It costs 3.50 or 1,000.25 in v2.1.0. | Cheap.',
    'We met at 5 p.m. | Then we left.',
    'Apples, pears, etc. | Nothing else.',
    'I said no. | Then I left.',
    'It was you and I. | Then he came.',
    'Das gilt z.B. Für alle bzw. Keinen. | Ende.',
    'M. Dupont est là. | Mme. Martin aussi.',
    'Ему помог проф. Иванов. | Он ушёл.',
    'El Sr. García vive en EE. | Fin.',
    'Wir treffen uns am 5. Mai in Bonn. | Bis dann.',
  ],
  'keeps URLs, addresses and code whole': [
    'See https://example.com/a?b=c!d.e and ask. | Then go.',
    'Open https://example.com/Page. | Next one is fine.',
    'Mail to ada.lovelace@example.co.uk now. | Thanks.',
    'Use `a.b? c! D. E` here. | Then stop.',
    'Call x?.y and !z now. | Done.',
    'Before it. | ```\nconst a = 1. Next\nlet b? C\n```\n | After it.',
  ],
  'takes lines of lists and of chat as sentences': [
    'Groceries:\n | - Milk\n | - Bread and butter\n | - Eggs. | Many.',
    '1. First thing\n | 2. Second thing. | With more.\n | a) Third',
    'hi all\n | who broke the build\n | it was me sorry',
    'Great! 🎉 | Next one. 👍🏽 | See you',
    'Thanks 👍🏽 for that. | Bye',
    'A title\n\n | a paragraph that goes on.',
  ],
  'joins lines that were wrapped': [
    'This is a long line of a mail that was wrapped at\nsome width and goes on here. | And this one is about as long as the first, so that it\ngoes on, too.\n | Short\n | lines are not.',
  ],
  'knows scripts that put no space between sentences': [
    'これは文です。|次の文です！|本当に？',
    '你好。|我很好。',
    'क्या हाल है? | सब ठीक है।',
    'هل أنت بخير؟ | نعم.',
  ],
}

describe('splitSentences', () => {
  for (const [guarantee, texts] of Object.entries(cases))
    it.each(texts)(`${guarantee}: %j`, (marked) => {
      const sentences = marked.split(/\s*\|\s*/)
      expect(split(marked.replaceAll(/ ?\|(?: (?=\S))?/g, (bar) => (bar.startsWith(' ') ? ' ' : '')))).toEqual(
        sentences,
      )
    })

  it('takes a number with a full stop as an ordinal where the language does', () => {
    expect(split('Das ist der 3. Versuch. Gut.', 'de')).toEqual(['Das ist der 3. Versuch.', 'Gut.'])
    expect(split('Es sind 3. Gut.', 'en')).toEqual(['Es sind 3.', 'Gut.'])
    expect(split('One. Two.', 'no language at all')).toEqual(['One.', 'Two.'])
  })

  it('says where each sentence stands, and leaves out nothing but white space', () => {
    const text = '  One.  Two `a. B` 🎉\n\n- three\n\n\nDr. Who?  '
    const sentences = splitSentences(text)
    for (const { text: sentence, start, end } of sentences) expect(text.slice(start, end)).toBe(sentence)
    expect(
      sentences
        .map((each) => each.text)
        .join('')
        .replaceAll(/\s/g, ''),
    ).toBe(text.replaceAll(/\s/g, ''))
    expect(splitSentences('')).toEqual([])
    expect(splitSentences(' \n ')).toEqual([])
  })

  it.each(['`', '```', '. ', '?', '😀', 'a@', 'a.', '\n', '1. ', ' ', 'a://', '"'])(
    'splits 100,000 times %j, which a quadratic rule would never finish',
    (piece) => {
      const text = piece.repeat(100_000)
      const sentences = splitSentences(text)
      expect(
        sentences
          .map((each) => each.text)
          .join('')
          .replaceAll(/\s/g, ''),
      ).toBe(text.replaceAll(/\s/g, ''))
    },
  )
})
