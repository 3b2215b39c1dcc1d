import { Suspense, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { chatTexts } from '../texts/index.ts'

const PersonCard = lazyPart(() => import('./person-card.tsx'))

interface PersonButtonProps {
  id: string
  name: string
  className: string | undefined
}

/** A person’s name; a press shows who they are. */
export function PersonButton({ id, name, className }: PersonButtonProps) {
  const texts = useTexts(chatTexts)
  const [isWanted, setWanted] = useState(false)
  const button = (
    <button
      type="button"
      className={className}
      aria-label={name}
      title={texts.profileOf(name)}
      aria-haspopup="dialog"
      // Arrows reach it within its message: a stop for each author would be too many.
      tabIndex={-1}
      onPointerEnter={PersonCard.preload}
      onClick={() => setWanted(true)}
    >
      <bdi>{name}</bdi>
    </button>
  )
  if (!isWanted) return button
  return (
    <Suspense fallback={button}>
      <PersonCard id={id} name={name} trigger={button} onNotLoaded={() => setWanted(false)} />
    </Suspense>
  )
}
