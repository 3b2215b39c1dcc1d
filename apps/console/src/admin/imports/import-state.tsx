import type { ImportSummary } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { Badge } from '../parts/form.tsx'
import type { Texts } from './texts/en.ts'
import { importsTexts } from './texts/index.ts'

type Job = Pick<ImportSummary, 'status' | 'error' | 'channels' | 'proof'>

export const isRunning = ({ status }: Pick<ImportSummary, 'status'>): boolean =>
  status === 'started' || status === 'in_progress'

export const isCancelled = ({ error }: Pick<ImportSummary, 'error'>): boolean => error?.code === 'cancelled'

/** What an import is of. */
export const nameOf = ({ kind, platform }: Pick<ImportSummary, 'kind' | 'platform'>, texts: Texts): string =>
  kind === 'history' && platform !== null ? texts.historyOf(texts.platforms[platform]) : texts.kinds[kind]

/** How an import ended: whether both sides are the same is what counts. */
export function ImportState({ job }: { job: Job }) {
  const texts = useTexts(importsTexts)
  const { status, channels, proof } = job
  if (isRunning(job)) return <Badge>{texts.running}</Badge>
  if (isCancelled(job)) return <Badge>{texts.cancelled}</Badge>
  if (status === 'failed') return <Badge tone="bad">{texts.failed}</Badge>
  if (channels.failed > 0) return <Badge tone="bad">{texts.channelsFailed(channels.failed)}</Badge>
  if (proof && !proof.is_equal) return <Badge tone="warn">{texts.daysDiffer(proof.days - proof.equal_days)}</Badge>
  return <Badge tone="good">{texts.complete}</Badge>
}
