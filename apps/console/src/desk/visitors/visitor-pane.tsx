import { X } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { IconButton } from '../../ui/button.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import styles from './pane.module.css'
import { isPaneOpen } from './pane-state.ts'
import { visitorTexts } from './texts/index.ts'
import { VisitorProfile } from './visitor-profile.tsx'

/** The visitor beside a conversation. */
export default function VisitorPane(props: { visitorId: string; conversationId: string }) {
  const texts = useTexts(visitorTexts)
  const { close } = useTexts(uiTexts)
  return (
    <aside
      className={styles.pane}
      aria-label={texts.visitor}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && isPaneOpen.set(false)}
    >
      <IconButton className={styles.close} icon={X} label={close} onClick={() => isPaneOpen.set(false)} />
      <VisitorProfile key={props.visitorId} {...props} />
    </aside>
  )
}
