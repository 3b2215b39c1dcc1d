import { language } from './language.ts'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** `1.4 MB`, as the chosen language writes it. */
export function formatBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1)
  const format = {
    style: 'unit',
    unit: units[power]!,
    // The short one of English has no plural of bytes.
    unitDisplay: power > 0 ? 'short' : 'long',
    maximumFractionDigits: power > 1 ? 1 : 0,
  } as const
  return new Intl.NumberFormat(language.value, format).format(bytes / 1_000 ** power)
}
