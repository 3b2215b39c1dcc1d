import { contrast, fitSrgb, hexOf, oklchOf, parseHex, type Rgb } from './oklch.ts'

/** The colours of one theme that follow from a company's own, as hex. */
export interface BrandColors {
  /** For texts and icons: at least 4.5:1 on the theme's surface. */
  accent: string
  /** For areas, such as a button: at least 3:1 beside the surface. */
  fill: string
  /** For what is written on `fill`: at least 4.5:1. */
  onFill: string
}

const white: Rgb = [1, 1, 1]
const black: Rgb = [0, 0, 0]

/** The lightest and the darkest that tokens.css has to stand on, by theme. */
const surfaces = { light: '#f5f3f0', dark: '#2e2c28' } as const

export type Theme = keyof typeof surfaces

/**
 * What a company's colour becomes in a theme: its hue, and as much of its chroma as there is, at the nearest lightness that
 * can be read. One of black and white always reaches 4.5:1.
 *
 * @param brand `#rgb` or `#rrggbb`; undefined is answered for anything else
 */
export function brandColors(brand: string, theme: Theme): BrandColors | undefined {
  const given = parseHex(brand)
  if (!given) return undefined
  const fill = contrasting(given, theme, 3)
  return {
    accent: hexOf(contrasting(given, theme, 4.5)),
    fill: hexOf(fill),
    onFill: hexOf(contrast(fill, white) >= 4.5 ? white : black),
  }
}

/** As it will be shown. */
const inBytes = (color: Rgb): Rgb => parseHex(hexOf(color))!

/** The colour itself where it stands out enough; else the first that does, darker in light and lighter in dark. */
function contrasting(given: Rgb, theme: Theme, least: number): Rgb {
  const surface = parseHex(surfaces[theme])!
  const color = oklchOf(given)
  const step = theme === 'light' ? -0.005 : 0.005
  let fitting = given
  for (let { lightness } = color; contrast(fitting, surface) < least; ) {
    lightness += step
    if (lightness < 0 || lightness > 1) return theme === 'light' ? black : white
    fitting = inBytes(fitSrgb({ ...color, lightness }))
  }
  return fitting
}
