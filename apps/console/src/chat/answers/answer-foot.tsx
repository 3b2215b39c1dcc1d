import { Info, ThumbsDown, ThumbsUp } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { IconButton } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import styles from './answers.module.css'
import { answersTexts } from './texts/index.ts'

const RunDetails = lazyPart(() => import('./run-details.tsx'))

interface AnswerFootProps {
  runId: string
  /** Answers the question again; nobody but who asked can. */
  onRetry?: ((runId: string) => void) | undefined
}

/** Below a twin’s answer: whether it was good, and how it came about. */
export function AnswerFoot({ runId, onRetry }: AnswerFootProps) {
  const texts = useTexts(answersTexts)
  const { parley } = useStore()
  const attempt = useAttempt()
  const [rated, setRated] = useState<1 | -1>()
  const [isOpen, setOpen] = useState(false)
  const rate = (rating: 1 | -1) =>
    attempt(async () => {
      await parley.chat.rateRun({ id: runId, rating })
      setRated(rating)
    })
  return (
    <>
      <div className={styles.foot}>
        <IconButton icon={ThumbsUp} label={texts.good} aria-pressed={rated === 1} onClick={() => void rate(1)} />
        <IconButton icon={ThumbsDown} label={texts.bad} aria-pressed={rated === -1} onClick={() => void rate(-1)} />
        <IconButton icon={Info} label={texts.howAnswered} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} />
      </div>
      {isOpen && (
        <Suspense>
          <RunDetails runId={runId} onRated={setRated} onRetry={onRetry} />
        </Suspense>
      )}
    </>
  )
}
