import { useTexts } from '../../i18n/language.ts'
import { useTopic } from '../../shell/workspace-provider.tsx'
import { chatTexts } from '../texts/index.ts'
import styles from './composer.module.css'

/** Who is writing in a channel. It keeps its place while nobody is. */
export function TypingLine({ channelId, isInThread }: { channelId: string; isInThread: boolean }) {
  const texts = useTexts(chatTexts)
  const ids = useTopic(`typing:${channelId}`, ({ typing }) => typing.in(channelId))
  const [first, second] = ids
  const a = useTopic(`person:${first}`, ({ people }) => (first ? people.get(first) : undefined))?.display_name
  const b = useTopic(`person:${second}`, ({ people }) => (second ? people.get(second) : undefined))?.display_name
  const said =
    ids.length > 2 ? texts.typingMany : a && b ? texts.typingTwo(a, b) : a && ids.length === 1 ? texts.typingOne(a) : ''
  return (
    <p className={styles.below} role="status" aria-live="polite">
      {!isInThread && said}
    </p>
  )
}
