import type { Input, Preferences } from '@parley/client/index'
import { useState } from 'react'
import { Section } from '../../admin/parts/page.tsx'
import formStyles from '../../admin/parts/parts.module.css'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { CheckField, TextField } from '../../ui/field.tsx'
import { Switch } from '../../ui/switch.tsx'
import styles from './settings.module.css'
import { settingsTexts } from './texts/index.ts'

interface QuietHoursProps {
  hours: Preferences['quiet_hours']
  onChange: (changes: Input<'updatePreferences'>) => void
}

const usual = { starts: '22:00', ends: '07:00', days: [1, 2, 3, 4, 5, 6, 7] }

/** When nobody is notified outside of an open client. */
export function QuietHours({ hours, onChange }: QuietHoursProps) {
  const texts = useTexts(settingsTexts)
  const dayNames = useDayNames()
  const shown = hours ?? usual
  const [starts, setStarts] = useState(shown.starts)
  const [ends, setEnds] = useState(shown.ends)
  const set = (changes: Partial<typeof usual>) => onChange({ quiet_hours: { ...shown, ...changes } })
  const withDay = (day: number, isOn: boolean) =>
    isOn ? [...shown.days, day].toSorted((a, b) => a - b) : shown.days.filter((each) => each !== day)
  return (
    <Section title={texts.quietHours} about={texts.quietHoursAbout}>
      <Switch
        label={texts.quietHoursOn}
        checked={hours !== null}
        onChange={(isOn) => onChange({ quiet_hours: isOn ? usual : null })}
      />
      {hours && (
        <div className={formStyles.form}>
          <div className={styles.pair}>
            <TextField
              label={texts.from}
              type="time"
              required
              value={starts}
              onChange={(event) => setStarts(event.currentTarget.value)}
              onBlur={() => starts && starts !== hours.starts && set({ starts })}
            />
            <TextField
              label={texts.to}
              type="time"
              required
              value={ends}
              onChange={(event) => setEnds(event.currentTarget.value)}
              onBlur={() => ends && ends !== hours.ends && set({ ends })}
            />
          </div>
          <fieldset className={styles.days}>
            <legend>{texts.days}</legend>
            {usual.days.map((day) => (
              <CheckField
                key={day}
                label={dayNames[day - 1]}
                checked={hours.days.includes(day)}
                // At least one stays: to have none, it is turned off.
                disabled={hours.days.length === 1 && hours.days.includes(day)}
                onChange={(event) => set({ days: withDay(day, event.currentTarget.checked) })}
              />
            ))}
          </fieldset>
        </div>
      )}
    </Section>
  )
}

/** From Monday on. */
function useDayNames(): string[] {
  const language = useLanguage()
  const { format } = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  const monday = Date.UTC(2024, 0, 1)
  return usual.days.map((day) => format(monday + (day - 1) * 86_400_000))
}
