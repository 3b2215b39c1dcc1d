import { brandColors } from '@parley/design/brand'
import { contrast, hexOf, oklchOf, parseHex, rgbOf } from '@parley/design/oklch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenOf } from './tokens.ts'

const anyHex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('oklch', () => {
  it('agrees with what CSS says of known colours', () => {
    const { lightness, chroma, hue } = oklchOf(parseHex('#ff0000')!)
    expect([lightness, chroma, hue].map((part) => Number(part.toFixed(3)))).toEqual([0.628, 0.258, 29.234])
    expect(oklchOf(parseHex('#fff')!).lightness).toBeCloseTo(1, 4)
    expect(contrast(parseHex('#000')!, parseHex('#fff')!)).toBeCloseTo(21, 5)
    expect(contrast(parseHex('#777777')!, parseHex('#ffffff')!)).toBeCloseTo(4.478, 3)
  })

  it('is the way there and back', () => {
    fc.assert(
      fc.property(anyHex, (hex) => {
        expect(hexOf(rgbOf(oklchOf(parseHex(hex)!)))).toBe(hex)
      }),
    )
  })
})

describe('brandColors', () => {
  it('can be read in both themes, whatever the company’s colour is', () => {
    fc.assert(
      fc.property(anyHex, fc.constantFrom('light', 'dark'), (brand, theme) => {
        const colors = brandColors(brand, theme)!
        const [accent, fill, onFill] = [colors.accent, colors.fill, colors.onFill].map((hex) => parseHex(hex)!)
        for (const ground of ['page', 'surface', 'raised']) {
          expect(contrast(accent!, tokenOf(ground, theme))).toBeGreaterThanOrEqual(4.5)
          expect(contrast(fill!, tokenOf(ground, theme))).toBeGreaterThanOrEqual(3)
        }
        expect(contrast(onFill!, fill!)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  it('leaves a colour alone that stands out by itself, and keeps the hue of one that does not', () => {
    expect(brandColors('#2F5D50', 'light')).toEqual({ accent: '#2f5d50', fill: '#2f5d50', onFill: '#ffffff' })
    const { fill, onFill } = brandColors('#ffd400', 'light')!
    expect(onFill).toBe('#000000')
    expect(Math.abs(oklchOf(parseHex(fill)!).hue - oklchOf(parseHex('#ffd400')!).hue)).toBeLessThan(3)
  })

  it('is nothing for what is no colour', () => {
    for (const text of ['', 'red', '#12', '#12345g', 'url(x)']) expect(brandColors(text, 'light')).toBeUndefined()
  })
})
