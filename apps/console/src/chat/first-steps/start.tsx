import { MessagesSquare } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { modName } from '../../ui/keys.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { chatTexts } from '../texts/index.ts'
import { useAreFirstStepsShown } from './hidden.ts'

const FirstSteps = lazyPart(() => import('./first-steps.tsx'))

/** What stands where no channel is open: first steps for who runs a new workspace. */
export function Start() {
  const texts = useTexts(chatTexts)
  if (useAreFirstStepsShown()) return <FirstSteps />
  return (
    <EmptyState icon={MessagesSquare} title={texts.selectChannel} about={texts.selectChannelAbout(`${modName} K`)} />
  )
}
