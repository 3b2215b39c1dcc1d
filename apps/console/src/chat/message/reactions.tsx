import type { Message } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { chatTexts } from '../texts/index.ts'
import styles from './message.module.css'

/** What people think of a message; a press adds one’s own, or takes it back. */
export function Reactions({ message, canReact }: { message: Message; canReact: boolean }) {
  const texts = useTexts(chatTexts)
  const { parley, me } = useStore()
  const attempt = useAttempt()
  return (
    <div className={styles.reactions}>
      {message.reactions.map(({ emoji, count, user_ids }) => (
        <button
          key={emoji}
          type="button"
          className={styles.reaction}
          aria-pressed={user_ids.includes(me.uuid)}
          aria-label={texts.reactionBy(emoji, count)}
          disabled={!canReact}
          onClick={() => void attempt(() => parley.messages.toggleReaction({ id: message.id, emoji }))}
        >
          <span aria-hidden>{emoji}</span>
          <span aria-hidden>{count}</span>
        </button>
      ))}
    </div>
  )
}
