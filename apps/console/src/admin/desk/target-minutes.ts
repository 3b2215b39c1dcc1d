/** In minutes. */
export const units = { minutes: 1, hours: 60, days: 24 * 60 } as const
export type Unit = keyof typeof units

/** A time as it is typed: in the largest unit of which it is a whole number. */
export function asDuration(minutes: number | null): { amount: string; unit: Unit } {
  if (minutes === null) return { amount: '', unit: 'minutes' }
  const unit = (['days', 'hours'] as const).find((each) => minutes % units[each] === 0) ?? 'minutes'
  return { amount: String(minutes / units[unit]), unit }
}

/** Null for none. */
export const minutesOf = (amount: string, unit: Unit): number | null =>
  amount.trim() === '' ? null : Number(amount) * units[unit]
