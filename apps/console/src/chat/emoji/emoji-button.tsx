import { SmilePlus } from 'lucide-react'
import { type RefObject, Suspense, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'

const EmojiPopup = lazyPart(() => import('./emoji-popup.tsx'))

interface EmojiButtonProps {
  label: string
  onPick: (emoji: string) => void
  /** Where the focus goes afterwards; back to the button where nothing is named. */
  focusAfter?: RefObject<HTMLElement | null>
  /** -1 in a toolbar that arrows go through. */
  tabIndex?: -1
}

/** Opens all emoji there are. What they are made of is loaded when somebody reaches for them. */
export function EmojiButton({ label, onPick, focusAfter, tabIndex }: EmojiButtonProps) {
  const [isWanted, setWanted] = useState(false)
  const button = (
    <IconButton
      icon={SmilePlus}
      label={label}
      tabIndex={tabIndex}
      aria-haspopup="dialog"
      onPointerEnter={EmojiPopup.preload}
      onClick={() => setWanted(true)}
    />
  )
  if (!isWanted) return button
  return (
    <Suspense fallback={button}>
      <EmojiPopup
        trigger={<IconButton icon={SmilePlus} label={label} tabIndex={tabIndex} />}
        onPick={onPick}
        focusAfter={focusAfter}
        onNotLoaded={() => setWanted(false)}
      />
    </Suspense>
  )
}
