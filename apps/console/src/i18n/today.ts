import { Value } from '../store/value.ts'
import { useValue } from '../ui/use-value.ts'

const startOfToday = () => new Date().setHours(0, 0, 0, 0)
const today = new Value(startOfToday())
let timer: ReturnType<typeof setTimeout> | undefined

/** Timers stand still while a computer sleeps: whoever comes back sees the day as it is. */
function look(): void {
  today.set(startOfToday())
  clearTimeout(timer)
  timer = setTimeout(look, new Date().setHours(24, 0, 0, 0) - Date.now())
}

/** When today began; whatever says “today” is drawn again at midnight. */
export function useToday(): number {
  if (timer === undefined) {
    look()
    document.addEventListener('visibilitychange', look)
  }
  return useValue(today)
}
