import type { FormEvent } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { CheckField, TextArea, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { say } from '../../ui/toasts.tsx'
import { useRefresh } from '../parts/asked.ts'
import { Problem, textIn } from '../parts/form.tsx'
import styles from '../parts/parts.module.css'
import { headersOf } from './headers.ts'
import type { McpServer } from './mcp-server.ts'
import { toolsTexts } from './texts/index.ts'

/** Registers a server, or changes one; then asks it for its tools. */
export default function McpServerDialog({ server, onClose }: { server?: McpServer; onClose: () => void }) {
  const texts = useTexts(toolsTexts)
  const { cancel } = useTexts(uiTexts)
  const { mcpServers } = useStore().parley
  const refresh = useRefresh()
  const { problems, isBusy, submit } = useForm(['name', 'url', 'headers'])

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const written = textIn(form, 'headers')
    const values = {
      name: textIn(form, 'name') ?? '',
      url: textIn(form, 'url') ?? '',
      trusts_read_only: form.has('trusts_read_only'),
      // Left empty, those that are kept stay.
      ...(written !== undefined && { headers: headersOf(written) }),
    }
    await submit(async () => {
      const saved = server ? mcpServers.update({ id: server.id, ...values }) : mcpServers.create(values)
      const { id, name } = (await saved).data
      const { data } = await mcpServers.test({ id })
      say(data.success ? texts.works(name, data.tool_count) : texts.doesNotWork(name, data.error ?? ''))
      await refresh(['mcp'], ['tools'])
      onClose()
    })
  }
  return (
    <Dialog title={server ? texts.edit : texts.addServer} about={texts.addAbout} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void send(event)}>
        <TextField
          label={texts.name}
          hint={texts.nameHint}
          name="name"
          required
          autoFocus
          autoComplete="off"
          maxLength={30}
          defaultValue={server?.name}
          problem={problems.fields.name}
        />
        <TextField
          label={texts.url}
          name="url"
          type="url"
          required
          autoComplete="off"
          defaultValue={server?.url}
          problem={problems.fields.url}
        />
        <TextArea
          label={texts.headers}
          hint={server && server.header_names.length > 0 ? texts.headersKept(server.header_names) : texts.headersHint}
          name="headers"
          rows={2}
          spellCheck={false}
          placeholder="Authorization: Bearer …"
          problem={problems.fields.headers}
        />
        <CheckField
          label={texts.trusts}
          hint={texts.trustsHint}
          name="trusts_read_only"
          defaultChecked={server?.trusts_read_only}
        />
        <Problem text={problems.whole} />
        <DialogActions>
          <Button onClick={onClose}>{cancel}</Button>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {texts.saveAndTest}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
