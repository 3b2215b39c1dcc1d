import { contrast, fitSrgb, hexOf, oklchOf, parseHex, type Rgb } from './oklch.ts'

/** The colours that follow from a company's own, as hex. */
export interface BrandColors {
  /** For areas, such as a button: the company's colour as it is, in both themes. */
  fill: string
  /** Black or white, for what is written on `fill`: at least 4.5:1. */
  onFill: string
  light: ThemeColors
  dark: ThemeColors
}

/** What has to stand out from a theme's surfaces. */
export interface ThemeColors {
  /** For texts and icons: at least 4.5:1. */
  accent: string
  /** For the border of `fill`: at least 3:1, and `fill` itself where that has it. */
  edge: string
}

const white: Rgb = [1, 1, 1]
const black: Rgb = [0, 0, 0]

/** The lightest and the darkest that tokens.css has to stand on, by theme. */
const surfaces = { light: '#f5f3f0', dark: '#2e2c28' } as const

export type Theme = keyof typeof surfaces

/**
 * What a company's colour becomes: itself where something is written on it, and beside the theme's surfaces its hue, with as
 * much of its chroma as there is, at the nearest lightness that can be read. One of black and white always reaches 4.5:1.
 *
 * @param brand `#rgb` or `#rrggbb`; undefined is answered for anything else
 */
export function brandColors(brand: string): BrandColors | undefined {
  const given = parseHex(brand)
  if (!given) return undefined
  const standingOut = (theme: Theme): ThemeColors => ({
    accent: hexOf(contrasting(given, theme, 4.5)),
    edge: hexOf(contrasting(given, theme, 3)),
  })
  return {
    fill: hexOf(given),
    onFill: hexOf(contrast(given, white) >= 4.5 ? white : black),
    light: standingOut('light'),
    dark: standingOut('dark'),
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
