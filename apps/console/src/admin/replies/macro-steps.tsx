import { Plus, X } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import styles from './replies.module.css'
import { StepValue } from './step-value.tsx'
import { type ActionType, actionTypes, newStep, type Step } from './steps.ts'
import { repliesTexts } from './texts/index.ts'

const atMost = 10

interface MacroStepsProps {
  steps: readonly Step[]
  /** What is wrong with a step’s text, as `actions.0.content`. */
  problems: Readonly<Record<string, string>>
  onChange: (steps: readonly Step[]) => void
}

/** What a macro does, one after another. */
export function MacroSteps({ steps, problems, onChange }: MacroStepsProps) {
  const texts = useTexts(repliesTexts).macros
  const replace = (at: number, step: Step) => onChange(steps.with(at, step))
  return (
    <fieldset className={styles.steps}>
      <legend className={styles.caption}>{texts.steps}</legend>
      <ol>
        {steps.map((step, at) => (
          <li key={step.key} className={styles.step}>
            <div className={styles.kind}>
              <Select
                aria-label={texts.step(at + 1)}
                value={step.action.type}
                onChange={(event) => replace(at, newStep(event.currentTarget.value as ActionType))}
              >
                {actionTypes.map((type) => (
                  <option key={type} value={type}>
                    {texts.types[type]}
                  </option>
                ))}
              </Select>
              {steps.length > 1 && (
                <IconButton
                  icon={X}
                  label={texts.removeStep(at + 1)}
                  onClick={() => onChange(steps.filter((other) => other !== step))}
                />
              )}
            </div>
            <StepValue
              action={step.action}
              problem={problems[`actions.${at}.content`]}
              onChange={(action) => replace(at, { ...step, action })}
            />
          </li>
        ))}
      </ol>
      {steps.length < atMost && (
        <Button className={styles.add} onClick={() => onChange([...steps, newStep('addLabel')])}>
          <Plus aria-hidden />
          {texts.addStep}
        </Button>
      )}
    </fieldset>
  )
}
