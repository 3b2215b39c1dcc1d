import type { DeskWorkspace } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { Form, textIn } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Copyable } from '../parts/secret.tsx'
import { FirstAnswers } from './first-answers.tsx'
import { type Language, languages, settingsOf, useChangeDesk, useDeskWorkspace } from './settings.ts'
import { deskSettingsTexts } from './texts/index.ts'

/** How a company speaks to its visitors. */
export default function DeskSettings() {
  const texts = useTexts(deskSettingsTexts)
  const desk = useDeskWorkspace()
  return (
    <Page title={texts.title} about={texts.about}>
      <Loaded of={desk}>
        {(shown) => (
          <>
            <GeneralForm desk={shown} />
            <Section title={texts.mail} about={shown.mailAddress ? texts.mailAbout : texts.noMail}>
              {shown.mailAddress && <Copyable text={shown.mailAddress} label={texts.mailAddress} />}
            </Section>
            <FirstAnswers desk={shown} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function GeneralForm({ desk }: { desk: DeskWorkspace }) {
  const texts = useTexts(deskSettingsTexts)
  const change = useChangeDesk()
  const { problems, isBusy, submit } = useForm(['language', 'contactEmail'])
  const hasSound = settingsOf(desk).notifications?.visitorSound ?? true
  const save = async (form: FormData) => {
    const isSaved = await submit(() =>
      change({
        language: form.get('language') as Language,
        contactEmail: textIn(form, 'contactEmail') ?? null,
        settings: { notifications: { visitorSound: form.has('visitorSound') } },
      }),
    )
    if (isSaved) say(texts.saved)
  }
  return (
    <Form problem={problems.whole} isBusy={isBusy} onSubmit={(form) => void save(form)}>
      <SelectField
        label={texts.language}
        hint={texts.languageHint}
        name="language"
        defaultValue={desk.language}
        problem={problems.fields.language}
      >
        {languages.map((language) => (
          <option key={language} value={language}>
            {texts.languages[language]}
          </option>
        ))}
      </SelectField>
      <TextField
        label={texts.contactEmail}
        hint={texts.contactEmailHint}
        name="contactEmail"
        type="email"
        dir="ltr"
        autoComplete="off"
        defaultValue={desk.contactEmail ?? ''}
        problem={problems.fields.contactEmail}
      />
      <CheckField label={texts.visitorSound} name="visitorSound" defaultChecked={hasSound} />
    </Form>
  )
}
