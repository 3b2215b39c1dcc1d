import { useTexts } from '../../i18n/language.ts'
import styles from './connections.module.css'
import { connectionsTexts } from './texts/index.ts'

const steps = ['credentials', 'channels', 'history'] as const
export type SetupStep = (typeof steps)[number]

/** How far somebody is with connecting a platform. */
export function SetupSteps({ current, hasHistory }: { current: SetupStep; hasHistory: boolean }) {
  const texts = useTexts(connectionsTexts)
  return (
    <ol className={styles.steps} aria-label={texts.steps}>
      {steps
        .filter((step) => step !== 'history' || hasHistory)
        .map((step) => (
          <li key={step} aria-current={step === current ? 'step' : undefined}>
            {texts.setup[step]}
          </li>
        ))}
    </ol>
  )
}
