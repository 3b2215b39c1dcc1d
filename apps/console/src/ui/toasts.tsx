import { useEffect } from 'react'
import { Value } from '../store/value.ts'
import styles from './toasts.module.css'
import { useValue } from './use-value.ts'

interface Toast {
  id: number
  text: string
  action?: { label: string; run: () => void } | undefined
}

const shownMs = 6_000
const toasts = new Value<readonly Toast[]>([])
let last = 0

/** Says something for a moment, at the page’s edge and to screen readers. */
export function say(text: string, action?: Toast['action']): void {
  toasts.set([...toasts.value.slice(-2), { id: ++last, text, action }])
}

const remove = (id: number) => toasts.set(toasts.value.filter((each) => each.id !== id))

export function Toasts() {
  const shown = useValue(toasts)
  return (
    <div className={styles.toasts} role="status" aria-live="polite">
      {shown.map((toast) => (
        <ToastLine key={toast.id} {...toast} />
      ))}
    </div>
  )
}

function ToastLine({ id, text, action }: Toast) {
  useEffect(() => {
    const timer = setTimeout(() => remove(id), shownMs)
    return () => clearTimeout(timer)
  }, [id])
  return (
    <div className={styles.toast}>
      <span dir="auto">{text}</span>
      {action && (
        <button
          type="button"
          onClick={() => {
            remove(id)
            action.run()
          }}
        >
          {action.label}
        </button>
      )}
    </div>
  )
}
