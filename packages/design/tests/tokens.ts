import { readFileSync } from 'node:fs'
import type { Theme } from '@parley/design/brand'
import { type Oklch, type Rgb, rgbOf } from '@parley/design/oklch'

const css = readFileSync(new URL('../tokens.css', import.meta.url), 'utf8')
const number = '([\\d.]+)'
const color = `oklch\\(${number} ${number} ${number}\\)`

/** The colours that tokens.css has for both themes, by name without `--`. */
export const tokens: ReadonlyMap<string, Record<Theme, Rgb>> = new Map(
  [...css.matchAll(new RegExp(`--([\\w-]+): light-dark\\(${color}, ${color}\\);`, 'g'))].map(([, name, ...parts]) => [
    name!,
    { light: rgbOf(oklch(parts.slice(0, 3))), dark: rgbOf(oklch(parts.slice(3))) },
  ]),
)

function oklch(parts: string[]): Oklch {
  const [lightness = 0, chroma = 0, hue = 0] = parts.map(Number)
  return { lightness, chroma, hue }
}

export function tokenOf(name: string, theme: Theme): Rgb {
  const found = tokens.get(name)
  if (!found) throw new Error(`tokens.css has no color --${name}.`)
  return found[theme]
}
