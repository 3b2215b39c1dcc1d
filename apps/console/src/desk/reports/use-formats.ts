import { useMemo } from 'react'
import { useDuration } from '../../i18n/durations.ts'
import { useLanguage } from '../../i18n/language.ts'
import type { Measure } from './periods.ts'

/** Numbers as the chosen language writes them; what is unknown is a dash. */
export function useFormats() {
  const language = useLanguage()
  const duration = useDuration()
  return useMemo(() => {
    const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
    const percentage = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
    const known = (format: (value: number) => string) => (value: number | null) =>
      value === null ? '–' : format(value)
    const formats = {
      number: known((value) => number.format(value)),
      percent: known((value) => percentage.format(value)),
      duration: known((value) => duration(value)),
    }
    const ofMeasure: Record<Measure, keyof typeof formats> = {
      opened: 'number',
      resolved: 'number',
      firstResponse: 'duration',
      satisfied: 'percent',
    }
    return { ...formats, measured: (measure: Measure, value: number | null) => formats[ofMeasure[measure]](value) }
  }, [language, duration])
}
