import { useState } from 'react'
import type { PresenceStatus } from '../store/people.ts'
import styles from './avatar.module.css'

interface AvatarProps {
  name: string
  url?: string | null | undefined
  /** In pixels at the usual text size. */
  size?: number
  /** A twin’s is a squircle. */
  isTwin?: boolean
  status?: PresenceStatus | undefined
}

/** A picture beside a name that is read: to those who do not see it, it says nothing more. */
export function Avatar({ name, url, size = 36, isTwin, status }: AvatarProps) {
  const [broken, setBroken] = useState<string>()
  const isShown = url && url !== broken && isOwn(url)
  return (
    <span
      className={isTwin ? `${styles.avatar} ${styles.twin}` : styles.avatar}
      style={{ ['--size' as string]: `${size / 16}rem` }}
      aria-hidden
    >
      {isShown ? (
        <img className={styles.picture} src={url} alt="" loading="lazy" onError={() => setBroken(url)} />
      ) : (
        initialsOf(name)
      )}
      {status && <span className={`${styles.status} ${styles[status]}`} />}
    </span>
  )
}

/** Pictures of other servers are not loaded. */
const isOwn = (url: string) => new URL(url, location.origin).origin === location.origin

function initialsOf(name: string): string {
  const [first = '', ...others] = name.trim().split(/\s+/)
  const letters = [first, others.at(-1) ?? ''].map((word) => [...word][0] ?? '').join('')
  return letters.toLocaleUpperCase() || '?'
}
