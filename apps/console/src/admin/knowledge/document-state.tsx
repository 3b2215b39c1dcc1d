import type { KnowledgeDocument } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { useErrorText } from '../../ui/error-text.ts'
import { Badge } from '../parts/form.tsx'
import { knowledgeTexts } from './texts/index.ts'

/** How far a document is, and whether visitors may be answered with it. */
export function DocumentState({ document }: { document: Pick<KnowledgeDocument, 'status' | 'error' | 'is_public'> }) {
  const texts = useTexts(knowledgeTexts)
  const errorText = useErrorText()
  const { status, error, is_public } = document
  if (status === 'failed') return <Badge tone="bad">{error ? errorText(error) : texts.statuses.failed}</Badge>
  if (status === 'processing') return <Badge>{texts.statuses.processing}</Badge>
  return <Badge tone="good">{is_public ? texts.readyAndPublic : texts.statuses.ready}</Badge>
}
