import { useSyncExternalStore } from 'react'
import type { Value } from '../store/value.ts'

/** A value as it is now; the component is drawn again when it changes. */
export const useValue = <T>(value: Value<T>): T => useSyncExternalStore(value.watch, () => value.value)
