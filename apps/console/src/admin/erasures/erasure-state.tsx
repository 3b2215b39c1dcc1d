import type { Erasure } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { Badge } from '../parts/form.tsx'
import { erasuresTexts } from './texts/index.ts'

const tones = { running: undefined, done: 'good', partial: 'bad' } as const

/** How far an erasure is. */
export function ErasureState({ state }: { state: Erasure['state'] }) {
  const { states } = useTexts(erasuresTexts)
  return <Badge tone={tones[state]}>{states[state]}</Badge>
}
