import { describe, expect, it } from 'vitest'
import { highlightParts } from '../src/text/highlight.ts'

describe('a highlight', () => {
  it('is text in which what was found is marked', () => {
    expect(highlightParts('Write &lt;b&gt;<mark>tamarind</mark>&lt;/b&gt; &amp; &quot;sugar&quot;.')).toEqual([
      { text: 'Write <b>', isMatch: false },
      { text: 'tamarind', isMatch: true },
      { text: '</b> & "sugar".', isMatch: false },
    ])
  })

  it('makes no element of what somebody wrote as one', () => {
    const written = { text: '<mark>no</mark> &lt;', isMatch: false }
    expect(highlightParts('&lt;mark&gt;no&lt;/mark&gt; &amp;lt;')).toEqual([written])
  })
})
