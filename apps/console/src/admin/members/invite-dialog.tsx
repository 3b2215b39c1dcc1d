import type { WorkspaceMember } from '@parley/client/index'
import { type FormEvent, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { say } from '../../ui/toasts.tsx'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Problem } from '../parts/form.tsx'
import formStyles from '../parts/parts.module.css'
import { useRole } from '../parts/role.ts'
import { adminTexts } from '../texts/index.ts'
import { roleNames } from './role-select.tsx'
import { membersTexts } from './texts/index.ts'

/** Invites people by mail, one or several. */
export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts(membersTexts)
  const { roles } = useTexts(adminTexts)
  const { cancel } = useTexts(uiTexts)
  const { parley, workspaceId } = useStore()
  const { isOwner } = useRole()
  const refresh = useRefresh()
  const { problems, isBusy, submit } = useForm(['email'])
  const server = useAsked(['server'], async () => (await parley.server.get()).data)
  const keepsMails = server.data?.configured.mail === false
  const [emails, setEmails] = useState('')
  const [role, setRole] = useState<WorkspaceMember['role']>('member')
  const [isAgent, setAgent] = useState(false)

  const send = async (event: FormEvent) => {
    event.preventDefault()
    const addresses = emails.split(',').map((email) => email.trim())
    const left = new Set(addresses)
    const isSent = await submit(async () => {
      for (const email of left) {
        await parley.workspaces.inviteMember({ id: workspaceId, email, role, agent: isAgent })
        // Where a later one fails, those before it are not sent again.
        left.delete(email)
      }
    })
    if (left.size < addresses.length) await refresh(['invitations'])
    if (!isSent) return setEmails([...left].join(', '))
    say(texts.sent(addresses.length))
    onClose()
  }

  return (
    <Dialog title={texts.invite} about={keepsMails ? texts.mailsAreKept : texts.inviteAbout} onClose={onClose}>
      <form className={formStyles.form} onSubmit={(event) => void send(event)}>
        {keepsMails && (
          <a href="/dev/mail" target="_blank" rel="noreferrer">
            {texts.readMails}
          </a>
        )}
        <TextField
          label={texts.emails}
          hint={texts.emailsHint}
          type="email"
          multiple
          required
          autoFocus
          autoComplete="off"
          value={emails}
          onChange={(event) => setEmails(event.currentTarget.value)}
          problem={problems.fields.email}
        />
        <SelectField
          label={texts.as}
          hint={texts.roleHints[role]}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as WorkspaceMember['role'])}
        >
          {roleNames
            .filter((each) => isOwner || each !== 'owner')
            .map((each) => (
              <option key={each} value={each}>
                {roles[each]}
              </option>
            ))}
        </SelectField>
        <CheckField
          label={texts.agentToo}
          checked={isAgent || role === 'owner'}
          disabled={role === 'owner'}
          onChange={(event) => setAgent(event.currentTarget.checked)}
        />
        <Problem text={problems.whole} />
        <DialogActions>
          <Button onClick={onClose}>{cancel}</Button>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {texts.send}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
