import { useEffect, useState } from 'react'

const restMs = 150

/** A value once it has been the same for a moment: what is typed, before it is asked for. */
export function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}
