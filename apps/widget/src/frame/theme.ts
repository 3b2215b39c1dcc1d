import type { WidgetSettings } from '@parley/contracts/desk/widget-settings'

/** Of the launcher, where a company has said no colour: the green of tokens.css. */
const ownLauncher = { fill: '#2f5d50', onFill: '#ffffff' }

/**
 * Puts a company's colour and theme in the place of the design's own.
 *
 * @returns the colours of the launcher, which is on the company's page, whose theme nobody knows
 */
export async function applyTheme({ color, theme }: WidgetSettings): Promise<{ fill: string; onFill: string }> {
  const { style, dataset } = document.documentElement
  if (theme && theme !== 'system') dataset.theme = theme
  if (!color) return ownLauncher
  const { brandColors } = await import('@parley/design/brand')
  const [light, dark] = [brandColors(color, 'light'), brandColors(color, 'dark')]
  if (!light || !dark) return ownLauncher
  style.setProperty('--accent', `light-dark(${light.accent}, ${dark.accent})`)
  style.setProperty('--fill', `light-dark(${light.fill}, ${dark.fill})`)
  style.setProperty('--on-fill', `light-dark(${light.onFill}, ${dark.onFill})`)
  return theme === 'dark' ? dark : light
}
