import { Popover } from '@base-ui/react/popover'
import { EmojiPicker } from 'frimousse'
import { type ReactElement, type RefObject, useState } from 'react'
import { base } from '../../addresses.ts'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { chatTexts } from '../texts/index.ts'
import styles from './emoji.module.css'

interface EmojiPopupProps {
  trigger: ReactElement<Record<string, unknown>>
  onPick: (emoji: string) => void
  focusAfter: RefObject<HTMLElement | null> | undefined
}

/** The picker itself, opened as soon as it is drawn. */
export default function EmojiPopup({ trigger, onPick, focusAfter }: EmojiPopupProps) {
  const texts = useTexts(chatTexts)
  const { loading } = useTexts(uiTexts)
  const language = useLanguage()
  const [isOpen, setOpen] = useState(true)
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} side="top" align="start" sideOffset={4}>
          <Popover.Popup className={styles.popup} aria-label={texts.emoji} finalFocus={focusAfter}>
            <EmojiPicker.Root
              className={styles.picker}
              columns={9}
              // There are no names of emoji in Turkish.
              locale={language === 'tr' ? 'en' : language}
              emojibaseUrl={`${location.origin}${base}/emoji`}
              onEmojiSelect={({ emoji }) => {
                onPick(emoji)
                setOpen(false)
              }}
            >
              <EmojiPicker.Search
                className={styles.search}
                placeholder={texts.findEmoji}
                aria-label={texts.findEmoji}
              />
              <EmojiPicker.Viewport className={styles.viewport}>
                <EmojiPicker.Loading className={styles.state}>{loading}</EmojiPicker.Loading>
                <EmojiPicker.Empty className={styles.state}>{texts.noEmoji}</EmojiPicker.Empty>
                <EmojiPicker.List
                  components={{
                    CategoryHeader: ({ category, ...rest }) => (
                      <div className={styles.category} {...rest}>
                        {category.label}
                      </div>
                    ),
                    Emoji: ({ emoji, ...rest }) => (
                      <button type="button" className={styles.emoji} {...rest}>
                        {emoji.emoji}
                      </button>
                    ),
                  }}
                />
              </EmojiPicker.Viewport>
            </EmojiPicker.Root>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
