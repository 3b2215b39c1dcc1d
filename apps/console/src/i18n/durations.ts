import { useMemo } from 'react'
import { useLanguage } from './language.ts'

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** How long something took or lasts, in its largest unit: `5m`, `2h`, as the chosen language writes it. */
export function useDuration(unitDisplay: 'narrow' | 'long' = 'narrow') {
  const language = useLanguage()
  return useMemo(() => {
    return (ms: number, smallest: 'minute' | 'second' = 'second'): string => {
      const [unit, size] =
        units.find(([name, size]) => ms >= size && !(smallest === 'minute' && name === 'second')) ??
        units[smallest === 'minute' ? 2 : 3]
      const amount = ms / size
      const maximumFractionDigits = smallest === 'second' && amount < 10 ? 1 : 0
      const value = maximumFractionDigits === 0 ? Math.floor(amount) : amount
      return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(value)
    }
  }, [language, unitDisplay])
}
