/** A form over something that others change, too. */
export interface Draft<T> {
  /** What the form shows. */
  written: T
  /** What it began with, as far as it is known: what differs from it was written by hand. */
  base: T
  /** What was stored last. */
  stored: T
  /** Whether somebody else has changed what was written here. */
  isOvertaken: boolean
}

const trimmed = (_key: string, value: unknown) => (typeof value === 'string' ? value.trim() : value)
const isSame = (a: unknown, b: unknown) => JSON.stringify(a, trimmed) === JSON.stringify(b, trimmed)
const fieldsOf = <T extends object>(value: T) => Object.keys(value) as (keyof T)[]

export const draftOf = <T extends object>(stored: T): Draft<T> => ({
  written: stored,
  base: stored,
  stored,
  isOvertaken: false,
})

/** Follows what is stored in all that was not written here; what was stays as it is written. */
export function follow<T extends object>(draft: Draft<T>, stored: T): Draft<T> {
  if (isSame(draft.stored, stored)) return draft
  const { written, base } = draft
  const mine = fieldsOf(stored).filter((field) => !isSame(written[field], base[field]))
  const kept = Object.fromEntries(mine.map((field) => [field, written[field]]))
  const isOvertaken = mine.some(
    (field) => !isSame(stored[field], base[field]) && !isSame(stored[field], written[field]),
  )
  return {
    written: { ...stored, ...kept },
    base: stored,
    stored,
    isOvertaken: isOvertaken || (draft.isOvertaken && !isSame({ ...stored, ...kept }, stored)),
  }
}

/** What was written by hand. */
export function changesOf<T extends object>({ written, base }: Draft<T>): Partial<T> {
  const changed = fieldsOf(written).filter((field) => !isSame(written[field], base[field]))
  return Object.fromEntries(changed.map((field) => [field, written[field]])) as Partial<T>
}

/** It was saved as `sent`; what was written since is still to be. */
export const saved = <T extends object>(draft: Draft<T>, sent: T): Draft<T> => ({
  ...draft,
  base: sent,
  isOvertaken: false,
})
