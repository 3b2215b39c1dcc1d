import type { Input } from '@parley/client/index'
import { Page, Section } from '../../admin/parts/page.tsx'
import formStyles from '../../admin/parts/parts.module.css'
import { type Language, languages, useTexts } from '../../i18n/language.ts'
import { usePreferences } from '../../shell/preferences.ts'
import { shellTexts } from '../../shell/texts/index.ts'
import { CheckField, SelectField } from '../../ui/field.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { QuietHours } from './quiet-hours.tsx'
import { settingsTexts } from './texts/index.ts'

const themes = ['system', 'light', 'dark'] as const
const densities = ['cosy', 'compact'] as const
const sounds = ['chime', 'knock', 'none'] as const
const languageNames: Record<Language, string> = { en: 'English', tr: 'Türkçe', de: 'Deutsch', es: 'Español' }

/** How the console looks, speaks and sounds; what is chosen holds at once, on all devices. */
export default function PreferencesScreen() {
  const texts = useTexts(settingsTexts)
  const shell = useTexts(shellTexts)
  const { preferences, change } = usePreferences()
  const attempt = useAttempt()
  const set = (changes: Input<'updatePreferences'>) => void attempt(() => change(changes))
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <Page title={texts.preferences} about={texts.preferencesAbout}>
      <div className={formStyles.form}>
        <SelectField
          label={shell.language}
          value={preferences.language ?? ''}
          onChange={({ currentTarget: { value } }) => set({ language: (value || null) as Language | null })}
        >
          <option value="">{texts.asBrowser}</option>
          {languages.map((each) => (
            <option key={each} value={each} lang={each}>
              {languageNames[each]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={shell.theme}
          value={preferences.theme}
          onChange={({ currentTarget: { value } }) => set({ theme: value as (typeof themes)[number] })}
        >
          {themes.map((each) => (
            <option key={each} value={each}>
              {shell.themes[each]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={texts.density}
          hint={texts.densityHint}
          value={preferences.density}
          onChange={({ currentTarget: { value } }) => set({ density: value as (typeof densities)[number] })}
        >
          {densities.map((each) => (
            <option key={each} value={each}>
              {texts.densities[each]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={texts.timeZone}
          hint={texts.timeZoneHint}
          value={preferences.time_zone ?? ''}
          onChange={({ currentTarget: { value } }) => set({ time_zone: value || null })}
        >
          <option value="">
            {texts.asBrowser}: {ownZone}
          </option>
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </SelectField>
        <CheckField
          label={texts.keys}
          checked={preferences.keyboard_shortcuts}
          onChange={({ currentTarget: { checked } }) => set({ keyboard_shortcuts: checked })}
        />
      </div>
      <Section title={texts.notifications}>
        <div className={formStyles.form}>
          <SelectField
            label={texts.sound}
            value={preferences.notification_sound}
            onChange={({ currentTarget: { value } }) => set({ notification_sound: value as (typeof sounds)[number] })}
          >
            {sounds.map((each) => (
              <option key={each} value={each}>
                {texts.sounds[each]}
              </option>
            ))}
          </SelectField>
        </div>
      </Section>
      <QuietHours key={JSON.stringify(preferences.quiet_hours)} hours={preferences.quiet_hours} onChange={set} />
    </Page>
  )
}
