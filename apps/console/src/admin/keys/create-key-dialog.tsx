import type { Input } from '@parley/client/index'
import { type FormEvent, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { useRefresh } from '../parts/asked.ts'
import { Problem, textIn } from '../parts/form.tsx'
import styles from '../parts/parts.module.css'
import { Copyable } from '../parts/secret.tsx'
import { keysTexts } from './texts/index.ts'

type Scope = NonNullable<Input<'createApiKey'>['scopes']>[number]

const scopes: readonly Scope[] = ['read', 'write', 'execute', 'knowledge:read', 'knowledge:write', 'admin']
const usual: readonly Scope[] = ['read', 'write']

/** Creates a key, and shows it this once. */
export default function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts(keysTexts)
  const { cancel, close } = useTexts(uiTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const { problems, isBusy, submit } = useForm(['name', 'scopes', 'current_password'])
  const [created, setCreated] = useState<string>()

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    await submit(async () => {
      const { data } = await parley.apiKeys.create({
        name: textIn(form, 'name') ?? '',
        scopes: form.getAll('scopes') as Scope[],
        current_password: String(form.get('current_password')),
      })
      setCreated(data.key)
      await refresh(['api keys'])
    })
  }

  if (created !== undefined)
    return (
      <Dialog title={texts.createdTitle} about={texts.createdAbout} onClose={onClose}>
        <Copyable text={created} label={texts.key} />
        <DialogActions>
          <Button onClick={onClose}>{close}</Button>
        </DialogActions>
      </Dialog>
    )
  return (
    <Dialog title={texts.create} about={texts.createAbout} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void send(event)}>
        <TextField
          label={texts.name}
          hint={texts.nameHint}
          name="name"
          required
          autoFocus
          autoComplete="off"
          problem={problems.fields.name}
        />
        <fieldset className={styles.choices}>
          <legend>{texts.may}</legend>
          {scopes.map((scope) => (
            <CheckField
              key={scope}
              name="scopes"
              value={scope}
              label={<code>{scope}</code>}
              hint={texts.scopes[scope]}
              defaultChecked={usual.includes(scope)}
            />
          ))}
          <Problem text={problems.fields.scopes} />
        </fieldset>
        <TextField
          label={texts.password}
          hint={texts.passwordHint}
          name="current_password"
          type="password"
          autoComplete="current-password"
          required
          problem={problems.fields.current_password}
        />
        <Problem text={problems.whole} />
        <DialogActions>
          <Button onClick={onClose}>{cancel}</Button>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {texts.create}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
