import type { AvailablePlatform, Output } from '@parley/client/index'
import { useRef, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { Form, textIn } from '../parts/form.tsx'
import styles from './connections.module.css'
import { connectionsTexts } from './texts/index.ts'

type Credentials = Record<string, string>
type Test = Output<'testConnection'>

interface CredentialsFormProps {
  platform: Pick<AvailablePlatform, 'platform' | 'credentials' | 'scopes'>
  action: string
  /** Where the fields are in the request, as its refusals name them: `config.credentials`. */
  path: string
  /** Sends them, and answers how they were tested. */
  onSubmit: (credentials: Credentials) => Promise<Test>
}

/** What a platform’s app is known by there, tried before it is kept. */
export function CredentialsForm({ platform, action, path, onSubmit }: CredentialsFormProps) {
  const texts = useTexts(connectionsTexts)
  const { parley } = useStore()
  const { problems, isBusy, submit } = useForm(platform.credentials.map(({ name }) => `${path}.${name}`))
  const trial = useForm(platform.credentials.map(({ name }) => `credentials.${name}`))
  const fields = useRef<HTMLDivElement>(null)
  const [test, setTest] = useState<Test>()

  const read = (form: FormData): Credentials =>
    Object.fromEntries(
      platform.credentials.flatMap(({ name }) => {
        const value = textIn(form, name)
        return value === undefined ? [] : [[name, value]]
      }),
    )
  const tryThem = () => {
    const form = fields.current?.closest('form')
    if (!form?.reportValidity()) return
    setTest(undefined)
    const credentials = read(new FormData(form))
    void trial.submit(async () =>
      setTest(await parley.platformConnections.testConnection({ platform: platform.platform, credentials })),
    )
  }

  return (
    <Form
      problem={problems.whole ?? trial.problems.whole}
      isBusy={isBusy}
      action={action}
      aside={
        <Button isBusy={trial.isBusy} onClick={tryThem}>
          {texts.test}
        </Button>
      }
      onSubmit={(form) => {
        setTest(undefined)
        void submit(async () => setTest(await onSubmit(read(form))))
      }}
    >
      {platform.scopes.length > 0 && (
        <div>
          <p>{texts.scopes}</p>
          <ul className={styles.scopes}>
            {platform.scopes.map((scope) => (
              <li key={scope}>{scope}</li>
            ))}
          </ul>
        </div>
      )}
      <div className={styles.settings} ref={fields}>
        {platform.credentials.map(({ name, label, isSecret, isRequired, help }) => (
          <TextField
            key={name}
            name={name}
            label={isRequired ? label : texts.optional(label)}
            hint={help}
            type={isSecret ? 'password' : 'text'}
            required={isRequired}
            autoComplete="off"
            spellCheck={false}
            problem={problems.fields[`${path}.${name}`] ?? trial.problems.fields[`credentials.${name}`]}
          />
        ))}
      </div>
      <div role="status">{test && <TestResult test={test} />}</div>
    </Form>
  )
}

/** How a test of credentials went. */
export function TestResult({ test }: { test: Test }) {
  const texts = useTexts(connectionsTexts)
  const errorText = useErrorText()
  if (!test.success) return <p className={styles.bad}>{texts.refused(errorText(test.error))}</p>
  return (
    <p className={styles.good}>
      <bdi>{texts.worksAs(test.account.name)}</bdi>
      {test.missingScopes.length > 0 && ` ${texts.scopesMissing(test.missingScopes.join(', '))}`}
    </p>
  )
}
