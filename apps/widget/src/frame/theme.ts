import type { WidgetSettings } from '@parley/contracts/desk/widget-settings'

/** Of the launcher, where a company has said no colour: the green of tokens.css. */
const ownLauncher = { fill: '#2f5d50', onFill: '#ffffff' }

/**
 * Puts a company's colour and theme in the place of the design's own.
 *
 * @returns the colours of the launcher
 */
export async function applyTheme({ color, theme }: WidgetSettings): Promise<{ fill: string; onFill: string }> {
  const { style, dataset } = document.documentElement
  if (theme && theme !== 'system') dataset.theme = theme
  if (!color) return ownLauncher
  const { brandColors } = await import('@parley/design/brand')
  const colors = brandColors(color)
  if (!colors) return ownLauncher
  const { fill, onFill, light, dark } = colors
  style.setProperty('--fill', fill)
  style.setProperty('--on-fill', onFill)
  style.setProperty('--accent', `light-dark(${light.accent}, ${dark.accent})`)
  style.setProperty('--edge', `light-dark(${light.edge}, ${dark.edge})`)
  return { fill, onFill }
}
