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
        const { fill, onFill, ...themes } = brandColors(brand)!
        const [accent, edge] = [themes[theme].accent, themes[theme].edge].map((hex) => parseHex(hex)!)
        for (const ground of ['page', 'surface', 'raised']) {
          expect(contrast(accent!, tokenOf(ground, theme))).toBeGreaterThanOrEqual(4.5)
          expect(contrast(edge!, tokenOf(ground, theme))).toBeGreaterThanOrEqual(3)
        }
        expect(fill).toBe(brand)
        expect(contrast(parseHex(onFill)!, parseHex(fill)!)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  it('leaves areas in the company’s colour, and keeps its hue where it has to stand out', () => {
    const own = { accent: '#2f5d50', edge: '#2f5d50' }
    expect(brandColors('#2F5D50')).toMatchObject({ fill: '#2f5d50', onFill: '#ffffff', light: own })
    const { fill, onFill, light, dark } = brandColors('#ffee00')!
    expect([fill, onFill]).toEqual(['#ffee00', '#000000'])
    const hueOf = (hex: string) => oklchOf(parseHex(hex)!).hue
    for (const color of [light.accent, light.edge]) expect(Math.abs(hueOf(color) - hueOf(fill))).toBeLessThan(3)
    expect(dark).toEqual({ accent: fill, edge: fill })
  })

  it('is nothing for what is no colour', () => {
    for (const text of ['', 'red', '#12', '#12345g', 'url(x)']) expect(brandColors(text)).toBeUndefined()
  })
})
