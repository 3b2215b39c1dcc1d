import type { DeskWorkspace } from '@parley/client/index'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField, SelectField, TextArea } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { Switch } from '../../ui/switch.tsx'
import { say } from '../../ui/toasts.tsx'
import { Form, textIn } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page, Section } from '../parts/page.tsx'
import styles from './desk.module.css'
import { Holidays, holidaysOf } from './holidays.tsx'
import { languages, settingsOf, useChangeDesk, useDeskWorkspace } from './settings.ts'
import { Spans, useWeekdayNames } from './spans.tsx'
import { deskSettingsTexts } from './texts/index.ts'
import { areInOrder, givenSpans, weekdays, weekOf, withMondays } from './week.ts'

/** When agents answer. */
export default function BusinessHours() {
  const texts = useTexts(deskSettingsTexts).hours
  const desk = useDeskWorkspace()
  return (
    <Page title={texts.title} about={texts.about}>
      <Loaded of={desk}>{(shown) => <HoursForm desk={shown} />}</Loaded>
    </Page>
  )
}

function HoursForm({ desk }: { desk: DeskWorkspace }) {
  const { hours: texts, languages: languageNames, saved } = useTexts(deskSettingsTexts)
  const names = useWeekdayNames()
  const change = useChangeDesk()
  const given = settingsOf(desk).hours
  const { problems, isBusy, submit, setProblems } = useForm(['timezone'])
  const [isAlways, setAlways] = useState(!given?.days)
  const [week, setWeek] = useState(() => weekOf(given?.days))
  const [holidays, setHolidays] = useState(() => holidaysOf(given?.holidays))
  const wrong = weekdays.filter((day) => !areInOrder(week[day]))

  const save = async (form: FormData) => {
    if (!isAlways && wrong.length > 0)
      return setProblems({ fields: {}, whole: wrong.map((day) => texts.order(names[day])).join(' ') })
    const away = languages.map((language) => [language, textIn(form, `away-${language}`) ?? null])
    const isSaved = await submit(() =>
      change({
        timezone: String(form.get('timezone')),
        settings: {
          hours: {
            // A day that is not given stays as it is: each is, closed or not.
            days: isAlways ? null : Object.fromEntries(weekdays.map((day) => [day, givenSpans(week[day])])),
            holidays: holidays.map(({ date, spans }) => ({ date, spans: givenSpans(spans) })),
            awayMessage: Object.fromEntries(away),
            isAwayMessageSent: form.has('isAwayMessageSent'),
          },
        },
      }),
    )
    if (isSaved) say(saved)
  }

  return (
    <Form problem={problems.whole} isBusy={isBusy} onSubmit={(form) => void save(form)}>
      <SelectField
        label={texts.timezone}
        hint={texts.timezoneHint}
        name="timezone"
        defaultValue={desk.timezone}
        problem={problems.fields.timezone}
      >
        {zonesWith(desk.timezone).map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </SelectField>
      <Switch label={texts.always} hint={texts.alwaysAbout} checked={isAlways} onChange={setAlways} />
      {!isAlways && (
        <>
          <section className={styles.week} aria-label={texts.week}>
            {weekdays.map((day) => (
              <Spans
                key={day}
                name={names[day]}
                spans={week[day]}
                onChange={(spans) => setWeek({ ...week, [day]: spans })}
              />
            ))}
            <Button className={styles.start} onClick={() => setWeek(withMondays(week))}>
              {texts.likeMonday}
            </Button>
          </section>
          <Holidays holidays={holidays} onChange={setHolidays} />
          <Section title={texts.away} about={texts.awayAbout}>
            <CheckField
              label={texts.isSent}
              name="isAwayMessageSent"
              defaultChecked={given?.isAwayMessageSent ?? true}
            />
            {languages.map((language) => (
              <TextArea
                key={language}
                label={language === desk.language ? texts.current(languageNames[language]) : languageNames[language]}
                name={`away-${language}`}
                rows={2}
                maxLength={1_000}
                placeholder={texts.awayPlaceholder}
                defaultValue={given?.awayMessage?.[language] ?? ''}
              />
            ))}
          </Section>
        </>
      )}
    </Form>
  )
}

/** All that the browser knows, and the one that is set, which may be known by another name. */
function zonesWith(current: string): string[] {
  const zones = Intl.supportedValuesOf('timeZone')
  return zones.includes(current) ? zones : [current, ...zones]
}
