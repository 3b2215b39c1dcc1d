import { Plus, X } from 'lucide-react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Section } from '../parts/page.tsx'
import styles from './desk.module.css'
import type { DeskSettings } from './settings.ts'
import { Spans } from './spans.tsx'
import { deskSettingsTexts } from './texts/index.ts'
import { type Span, spansOf } from './week.ts'

interface Holiday {
  key: string
  date: string
  spans: readonly Span[]
}

/** No desk has more. */
const atMost = 100

type Given = NonNullable<DeskSettings['hours']>['holidays']

export const holidaysOf = (given: Given): readonly Holiday[] =>
  (given ?? []).map(({ date, spans = [] }) => ({ key: crypto.randomUUID(), date, spans: spansOf(spans) }))

interface HolidaysProps {
  holidays: readonly Holiday[]
  onChange: (holidays: readonly Holiday[]) => void
}

/** Days that are not as their weekday is. */
export function Holidays({ holidays, onChange }: HolidaysProps) {
  const texts = useTexts(deskSettingsTexts).hours
  const dates = useDates()
  const replace = (holiday: Holiday) => onChange(holidays.map((each) => (each.key === holiday.key ? holiday : each)))
  return (
    <Section title={texts.holidays} about={texts.holidaysAbout}>
      {holidays.length > 0 && (
        <ul className={styles.holidays}>
          {holidays.map((holiday) => {
            const name = holiday.date ? dates.date(`${holiday.date}T12:00`) : texts.date
            return (
              <li key={holiday.key} className={styles.holiday}>
                <TextField
                  label={texts.date}
                  type="date"
                  required
                  value={holiday.date}
                  onChange={(event) => replace({ ...holiday, date: event.currentTarget.value })}
                />
                <Spans
                  name={name}
                  toggle={texts.open}
                  spans={holiday.spans}
                  onChange={(spans) => replace({ ...holiday, spans })}
                />
                <IconButton
                  icon={X}
                  label={texts.removeHoliday(name)}
                  onClick={() => onChange(holidays.filter((each) => each !== holiday))}
                />
              </li>
            )
          })}
        </ul>
      )}
      {holidays.length < atMost && (
        <Button
          className={styles.start}
          onClick={() => onChange([...holidays, { key: crypto.randomUUID(), date: '', spans: [] }])}
        >
          <Plus aria-hidden />
          {texts.addHoliday}
        </Button>
      )}
    </Section>
  )
}
