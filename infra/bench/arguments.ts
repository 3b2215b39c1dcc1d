/** A positive whole number given as an argument. */
export function positive(name: string, text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new Error(`--${name} is ${text}; it must be a whole number from 1 on.`)
}
