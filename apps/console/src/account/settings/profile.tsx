import { useRef } from 'react'
import { Form, textIn } from '../../admin/parts/form.tsx'
import { Page, Section } from '../../admin/parts/page.tsx'
import { useTexts } from '../../i18n/language.ts'
import { useSession, useSessionState } from '../../session/context.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAttempt, useForm } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { ResendVerification } from '../resend-verification.tsx'
import styles from './settings.module.css'
import { settingsTexts } from './texts/index.ts'

/** What others see of one: name and picture. */
export default function Profile() {
  const texts = useTexts(settingsTexts)
  const session = useSession()
  const state = useSessionState()
  const { problems, isBusy, submit } = useForm(['name'])
  if (state.status !== 'signed in') return null
  const { me } = state
  const save = async (form: FormData) => {
    const isSaved = await submit(async () => {
      await session.parley.auth.updateMe({ name: textIn(form, 'name') })
      await session.refresh()
    })
    if (isSaved) say(texts.saved)
  }
  return (
    <Page title={texts.profile} about={texts.profileAbout}>
      <Picture name={me.name} url={me.avatarUrl} />
      <Form problem={problems.whole} isBusy={isBusy} onSubmit={(form) => void save(form)}>
        <TextField
          label={texts.name}
          name="name"
          dir="auto"
          autoComplete="name"
          required
          maxLength={100}
          defaultValue={me.name}
          problem={problems.fields.name}
        />
      </Form>
      <Section title={texts.email} about={me.emailVerified ? texts.emailVerified : texts.emailUnverified}>
        <div className={styles.line}>
          <bdi>{me.email}</bdi>
          {!me.emailVerified && <ResendVerification />}
        </div>
      </Section>
    </Page>
  )
}

function Picture({ name, url }: { name: string; url: string | null }) {
  const texts = useTexts(settingsTexts)
  const session = useSession()
  const attempt = useAttempt()
  const input = useRef<HTMLInputElement>(null)
  const change = (work: () => Promise<unknown>) =>
    void attempt(async () => {
      await work()
      await session.refresh()
    })
  return (
    <div className={styles.picture}>
      <Avatar name={name} url={url} size={72} />
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={texts.picture}
        onChange={({ currentTarget: { files } }) => {
          const [file] = files ?? []
          if (file) change(() => session.parley.avatar.upload({ avatar: [file] }))
        }}
      />
      <Button onClick={() => input.current?.click()}>{texts.changePicture}</Button>
      {url !== null && (
        <Button kind="quiet" onClick={() => change(() => session.parley.auth.updateMe({ avatarUrl: null }))}>
          {texts.removePicture}
        </Button>
      )}
    </div>
  )
}
