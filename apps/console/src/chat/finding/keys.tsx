import { useTexts } from '../../i18n/language.ts'
import { usePreferences } from '../../shell/preferences.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { CheckField } from '../../ui/field.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { altName, modName } from '../../ui/keys.ts'
import type { ChatDialogProps } from '../open-dialog.ts'
import styles from './finding.module.css'
import { findingTexts } from './texts/index.ts'

/** What can be done by key, and whether keys are taken at all. */
export default function Keys({ onClose }: ChatDialogProps) {
  const texts = useTexts(findingTexts)
  const { preferences, change } = usePreferences()
  const attempt = useAttempt()
  const { of } = texts.keys
  const rows: readonly [keyof typeof of, ...string[]][] = [
    ['jump', modName, 'K'],
    ['search', modName, '⇧', 'F'],
    ['channel', altName, '↑ ↓'],
    ['unread', altName, '⇧', '↑ ↓'],
    ['read', 'Esc'],
    ['readAll', '⇧', 'Esc'],
    ['editLast', '↑'],
    ['messages', '↑ ↓'],
    ['lists', 'J / K'],
    ['actions', '↵'],
    ['parts', 'F6'],
    ['send', '↵'],
    ['line', '⇧', '↵'],
    ['bold', modName, 'B'],
    ['italic', modName, 'I'],
    ['code', modName, 'E'],
    ['deskNext', 'J / K'],
    ['deskReply', 'R'],
    ['deskTake', 'A'],
    ['deskResolve', 'E'],
    ['deskSelect', 'X'],
    ['help', '?'],
  ]
  return (
    <Dialog title={texts.keys.title} onClose={onClose}>
      <dl className={styles.keys}>
        {rows.map(([name, ...keys]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt className={styles.stroke}>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{of[name]}</dd>
          </div>
        ))}
      </dl>
      <CheckField
        label={texts.keys.enabled}
        hint={texts.keys.enabledHint}
        checked={preferences.keyboard_shortcuts}
        onChange={({ target: { checked } }) => void attempt(() => change({ keyboard_shortcuts: checked }))}
      />
    </Dialog>
  )
}
