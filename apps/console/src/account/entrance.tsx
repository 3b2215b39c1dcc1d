import { type FormEvent, useState } from 'react'
import { Link, Route, Switch } from 'wouter'
import { useTexts } from '../i18n/language.ts'
import { useSession } from '../session/context.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/forms.ts'
import { Card, cardStyles as styles } from './card.tsx'
import { accountTexts } from './texts/index.ts'

/** What a form holds, by the names of its fields. */
const valuesOf = <N extends string>(event: FormEvent<HTMLFormElement>) =>
  Object.fromEntries(new FormData(event.currentTarget)) as Record<N, string>

/** For whoever is not signed in. */
export default function Entrance({ because }: { because?: 'ended' | 'link' | undefined }) {
  return (
    <Switch>
      <Route path="/register" component={Register} />
      <Route path="/forgot-password" component={ForgotPassword} />
      <Route>
        <SignIn because={because} />
      </Route>
    </Switch>
  )
}

function SignIn({ because }: { because?: 'ended' | 'link' | undefined }) {
  const texts = useTexts(accountTexts)
  const session = useSession()
  const { problems, isBusy, submit } = useForm(['email', 'password'])
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { email, password } = valuesOf<'email' | 'password'>(event)
    void submit(() => session.signIn({ email, password }))
  }
  return (
    <Card title={texts.signInTo}>
      {because && <p role="status">{because === 'link' ? texts.linkIsOver : texts.ended}</p>}
      <form className={styles.form} onSubmit={send}>
        <TextField
          label={texts.email}
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus
          problem={problems.fields.email}
        />
        <TextField
          label={texts.password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          problem={problems.fields.password}
        />
        <Problem text={problems.whole} />
        <Button kind="main" type="submit" isBusy={isBusy}>
          {texts.signIn}
        </Button>
      </form>
      <p className={styles.aside}>
        <Link href="/forgot-password">{texts.forgot}</Link>
        <span>
          {texts.noAccount} <Link href="/register">{texts.register}</Link>
        </span>
      </p>
    </Card>
  )
}

function Register() {
  const texts = useTexts(accountTexts)
  const session = useSession()
  const { problems, isBusy, submit } = useForm(['email', 'password', 'name', 'companyName'])
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const account = valuesOf<'email' | 'password' | 'name' | 'companyName'>(event)
    void submit(async () => {
      await session.open.auth.register(account)
      await session.signIn(account)
    })
  }
  return (
    <Card title={texts.register}>
      <form className={styles.form} onSubmit={send}>
        <TextField
          label={texts.name}
          name="name"
          autoComplete="name"
          required
          autoFocus
          problem={problems.fields.name}
        />
        <TextField
          label={texts.company}
          name="companyName"
          autoComplete="organization"
          required
          problem={problems.fields.companyName}
        />
        <TextField
          label={texts.email}
          name="email"
          type="email"
          autoComplete="username"
          required
          problem={problems.fields.email}
        />
        <TextField
          label={texts.password}
          hint={texts.passwordHint}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={8}
          required
          problem={problems.fields.password}
        />
        <Problem text={problems.whole} />
        <Button kind="main" type="submit" isBusy={isBusy}>
          {texts.register}
        </Button>
      </form>
      <p className={styles.aside}>
        {texts.hasAccount} <Link href="/">{texts.signIn}</Link>
      </p>
    </Card>
  )
}

function ForgotPassword() {
  const texts = useTexts(accountTexts)
  const session = useSession()
  const { problems, isBusy, submit } = useForm(['email'])
  const [sentTo, setSentTo] = useState<string>()
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { email } = valuesOf<'email'>(event)
    void submit(async () => {
      await session.open.auth.forgotPassword({ email })
      setSentTo(email)
    })
  }
  return (
    <Card title={texts.forgot}>
      {sentTo === undefined ? (
        <form className={styles.form} onSubmit={send}>
          <p>{texts.forgotAbout}</p>
          <TextField
            label={texts.email}
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
            problem={problems.fields.email}
          />
          <Problem text={problems.whole} />
          <Button kind="main" type="submit" isBusy={isBusy}>
            {texts.sendLink}
          </Button>
        </form>
      ) : (
        <p role="status">{texts.linkSent(sentTo)}</p>
      )}
      <p className={styles.aside}>
        <Link href="/">{texts.backToSignIn}</Link>
      </p>
    </Card>
  )
}

const Problem = ({ text }: { text: string | undefined }) =>
  text ? (
    <p className={styles.problem} role="alert">
      {text}
    </p>
  ) : null
