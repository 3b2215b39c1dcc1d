import { useMemo } from 'react'
import { useLanguage } from '../../i18n/language.ts'

/** Dollars and counts as the chosen language writes them. */
export function useMoney() {
  const language = useLanguage()
  return useMemo(() => {
    const usual = new Intl.NumberFormat(language, { style: 'currency', currency: 'USD' })
    const small = new Intl.NumberFormat(language, { style: 'currency', currency: 'USD', maximumFractionDigits: 4 })
    const count = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 })
    return {
      /** What is less than a cent has more digits. */
      dollars: (amount: number) => (amount > 0 && amount < 0.01 ? small : usual).format(amount),
      count: (number: number) => count.format(number),
    }
  }, [language])
}
