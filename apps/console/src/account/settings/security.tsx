import { useRefresh } from '../../admin/parts/asked.ts'
import { Form, textIn } from '../../admin/parts/form.tsx'
import { Page, Section } from '../../admin/parts/page.tsx'
import { useTexts } from '../../i18n/language.ts'
import { useSession } from '../../session/context.ts'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { Sessions } from './sessions.tsx'
import { settingsTexts } from './texts/index.ts'

/** The password, and where one is signed in. */
export default function Security() {
  const texts = useTexts(settingsTexts)
  return (
    <Page title={texts.security}>
      <Section title={texts.password} about={texts.passwordAbout}>
        <PasswordForm />
      </Section>
      <Sessions />
    </Page>
  )
}

function PasswordForm() {
  const texts = useTexts(settingsTexts)
  const { parley } = useSession()
  const refresh = useRefresh()
  const { problems, isBusy, submit } = useForm(['currentPassword', 'password'])
  const save = async (form: FormData) => {
    const isSaved = await submit(() =>
      parley.auth.updateMe({
        currentPassword: textIn(form, 'currentPassword'),
        password: textIn(form, 'password'),
      }),
    )
    if (!isSaved) return
    say(texts.passwordChanged)
    await refresh(['sessions'])
  }
  return (
    <Form problem={problems.whole} isBusy={isBusy} action={texts.changePassword} onSubmit={(form) => void save(form)}>
      <TextField
        label={texts.currentPassword}
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        required
        problem={problems.fields.currentPassword}
      />
      <TextField
        label={texts.newPassword}
        hint={texts.passwordHint}
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={8}
        required
        problem={problems.fields.password}
      />
    </Form>
  )
}
