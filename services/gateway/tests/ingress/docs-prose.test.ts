import { describe, expect, it, vi } from 'vitest'

/** An element as the page makes it: no HTML is ever parsed for it. */
interface Made {
  tag: string
  children: (Made | string)[]
}

vi.stubGlobal('document', {
  createElement: (tag: string) => {
    const children: Made['children'] = []
    return { tag, children, setAttribute() {}, append: (...more: Made['children']) => children.push(...more) }
  },
})
const path = '../../src/pages/assets/docs/elements.js'
const { prose } = (await import(path)) as { prose: (text: string) => Made }

/** `p: text, (code: text)`: what stands where. */
const outline = ({ tag, children }: Made): string =>
  `(${tag} ${children.map((child) => (typeof child === 'string' ? child : outline(child))).join('')})`
const shown = (text: string) => prose(text).children.map((child) => outline(child as Made))

describe('a description in the reference', () => {
  it('has its paragraphs, headings and lists', () => {
    expect(
      shown('One.\n\n## Two\n\nThree:\n\n- `a:` first\n- **second**,\n  going on\n- third - not a fourth\n\nFour.'),
    ).toEqual([
      '(p One.)',
      '(h2 Two)',
      '(p Three:)',
      '(ul (li (code a:) first)(li (strong second),\n  going on)(li third - not a fourth))',
      '(p Four.)',
    ])
    expect(shown('Either:\n- a\n- b')).toEqual(['(p Either:)', '(ul (li a)(li b))'])
    expect(shown('a -\nb\n\n-1 is no item')).toEqual(['(p a -\nb)', '(p -1 is no item)'])
  })

  it('is shown as it is written where it looks like HTML', () => {
    expect(shown('- <img src=x onerror=alert(1)>\n- <b>`<i>`</b>')).toEqual([
      '(ul (li <img src=x onerror=alert(1)>)(li <b>(code <i>)</b>))',
    ])
  })
})
