import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { Fragment, type ReactElement } from 'react'
import styles from './menu.module.css'
import type { MenuEntry } from './menu-entry.ts'

interface MenuPopupProps {
  trigger: ReactElement<Record<string, unknown>>
  entries: readonly MenuEntry[]
  onOpenChange?: ((isOpen: boolean) => void) | undefined
}

/** The menu itself, opened as soon as it is drawn. */
export default function MenuPopup({ trigger, entries, onOpenChange }: MenuPopupProps) {
  return (
    <Base.Root defaultOpen modal={false} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} align="end" sideOffset={4}>
          <Base.Popup className={styles.popup}>
            {entries.map((entry, at) =>
              entry === 'separator' ? (
                <Base.Separator key={at} className={styles.separator} />
              ) : (
                <Fragment key={entry.label}>
                  <Base.Item
                    className={entry.isDangerous ? `${styles.item} ${styles.danger}` : styles.item}
                    disabled={entry.isDisabled}
                    onClick={entry.onSelect}
                  >
                    {entry.icon && <entry.icon aria-hidden />}
                    <span dir="auto">{entry.label}</span>
                    {entry.isChecked && <Check className={styles.checked} aria-hidden />}
                  </Base.Item>
                </Fragment>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
