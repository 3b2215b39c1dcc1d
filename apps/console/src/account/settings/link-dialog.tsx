import type { LinkedAccount } from '@parley/client/index'
import { type FormEvent, useState } from 'react'
import { useRefresh } from '../../admin/parts/asked.ts'
import { Problem } from '../../admin/parts/form.tsx'
import formStyles from '../../admin/parts/parts.module.css'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { settingsTexts } from './texts/index.ts'

type Platform = LinkedAccount['platform']

/** Links an account of a platform: a code is sent to it there, and entered here. */
export default function LinkDialog({ platforms, onClose }: { platforms: readonly Platform[]; onClose: () => void }) {
  const texts = useTexts(settingsTexts)
  const { cancel } = useTexts(uiTexts)
  const { linkedAccounts } = useStore().parley
  const refresh = useRefresh()
  const { problems, isBusy, submit } = useForm(['handle', 'code'])
  const [platform, setPlatform] = useState(platforms[0]!)
  const [value, setValue] = useState('')
  /** Whom the code was sent to. */
  const [sentTo, setSentTo] = useState<string>()

  const ask = () =>
    submit(async () => {
      const { name } = await linkedAccounts.startAccountLink({ platform, handle: value })
      setSentTo(name)
      setValue('')
    })
  const confirm = async () => {
    if (!(await submit(() => linkedAccounts.confirmAccountLink({ platform, code: value })))) return
    await refresh(['linked'])
    onClose()
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    void (sentTo === undefined ? ask() : confirm())
  }
  return (
    <Dialog
      title={texts.link}
      about={sentTo === undefined ? texts.linkAbout : texts.codeSent(sentTo)}
      onClose={onClose}
    >
      <form className={formStyles.form} onSubmit={send}>
        {sentTo === undefined && (
          <SelectField
            label={texts.platform}
            value={platform}
            onChange={(event) => setPlatform(event.currentTarget.value as Platform)}
          >
            {platforms.map((each) => (
              <option key={each} value={each}>
                {texts.platforms[each]}
              </option>
            ))}
          </SelectField>
        )}
        <TextField
          key={sentTo}
          label={sentTo === undefined ? texts.handle : texts.code}
          autoComplete="off"
          inputMode={sentTo === undefined ? 'text' : 'numeric'}
          required
          autoFocus
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          problem={problems.fields.handle ?? problems.fields.code}
        />
        <Problem text={problems.whole} />
        <DialogActions>
          <Button onClick={onClose}>{cancel}</Button>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {sentTo === undefined ? texts.sendCode : texts.link}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
