import type { DeskWorkspace } from '@parley/client/index'
import { useState } from 'react'
import { Link } from 'wouter'
import { base, workspacePath } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { Switch } from '../../ui/switch.tsx'
import { say } from '../../ui/toasts.tsx'
import { Form } from '../parts/form.tsx'
import { Section } from '../parts/page.tsx'
import styles from './desk.module.css'
import { settingsOf, useChangeDesk } from './settings.ts'
import { deskSettingsTexts } from './texts/index.ts'

const usualConfidence = 0.6

/** Whether AI answers visitors first, and what that means. */
export function FirstAnswers({ desk }: { desk: DeskWorkspace }) {
  const texts = useTexts(deskSettingsTexts)
  const { workspaceId } = useStore()
  const change = useChangeDesk()
  const { problems, isBusy, submit } = useForm(['settings.ai.minConfidence'])
  const ai = settingsOf(desk).ai
  const [isOn, setOn] = useState(ai?.firstResponse ?? false)
  const save = async (form: FormData) => {
    const minConfidence = form.has('minConfidence') ? { minConfidence: Number(form.get('minConfidence')) / 100 } : {}
    if (await submit(() => change({ settings: { ai: { firstResponse: isOn, ...minConfidence } } }))) say(texts.saved)
  }
  return (
    <Section title={texts.ai} about={texts.aiAbout}>
      <Form problem={problems.whole} isBusy={isBusy} onSubmit={(form) => void save(form)}>
        <Switch label={texts.aiOn} checked={isOn} onChange={setOn} />
        <ul className={styles.facts}>
          {texts.aiFacts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
        <Link href={`~${base}${workspacePath(workspaceId)}/admin/knowledge`}>{texts.aiKnowledge}</Link>
        {isOn && (
          <TextField
            label={texts.minConfidence}
            hint={texts.minConfidenceHint}
            name="minConfidence"
            type="number"
            min={0}
            max={100}
            required
            defaultValue={Math.round((ai?.minConfidence ?? usualConfidence) * 100)}
            problem={problems.fields['settings.ai.minConfidence']}
          />
        )}
      </Form>
    </Section>
  )
}
