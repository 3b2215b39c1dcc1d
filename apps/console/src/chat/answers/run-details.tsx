import { useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useEffect } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { FailedState, Skeleton } from '../../ui/states.tsx'
import styles from './answers.module.css'
import { answersTexts } from './texts/index.ts'
import { ToolList } from './tool-list.tsx'

interface RunDetailsProps {
  runId: string
  onRated: (rating: 1 | -1) => void
  onRetry: ((runId: string) => void) | undefined
}

/** How an answer came about: the tools that were used, how sure it is, which model wrote it. */
export default function RunDetails({ runId, onRated, onRetry }: RunDetailsProps) {
  const texts = useTexts(answersTexts)
  const { parley, me, workspaceId } = useStore()
  const attempt = useAttempt()
  const { data, error, refetch } = useQuery({
    queryKey: [workspaceId, 'run', runId],
    queryFn: async () => (await parley.chat.getRun({ id: runId })).data,
  })
  const rating = data?.feedback?.rating
  useEffect(() => {
    if (rating) onRated(rating)
  }, [rating, onRated])
  if (!data) return error ? <FailedState onRetry={() => void refetch()} /> : <Skeleton rows={2} />

  const retry = () =>
    attempt(async () => {
      const { data: next } = await parley.chat.retryRun({ id: runId })
      onRetry?.(next.id)
    })
  const { model, confidence, user_id, status, tools, tools_used } = data
  return (
    <div className={styles.details}>
      <dl className={styles.facts}>
        {confidence !== null && (
          <>
            <dt>{texts.confidence}</dt>
            <dd>
              <meter className={styles.meter} min={0} max={1} value={confidence} aria-label={texts.confidence} />
              {Math.round(confidence * 100)} %
            </dd>
          </>
        )}
        {model && (
          <>
            <dt>{texts.model}</dt>
            <dd>{model}</dd>
          </>
        )}
        {tools.length === 0 && (
          <>
            <dt>{texts.tools}</dt>
            <dd>{tools_used.join(', ') || texts.noTools}</dd>
          </>
        )}
      </dl>
      <ToolList tools={tools} />
      {user_id === me.uuid && status !== 'running' && status !== 'waiting' && (
        <Button onClick={() => void retry()}>
          <RefreshCw aria-hidden />
          {texts.retry}
        </Button>
      )}
    </div>
  )
}
