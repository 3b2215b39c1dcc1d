import { useTexts } from '../../i18n/language.ts'
import { SelectField } from '../../ui/field.tsx'
import { Section } from '../parts/page.tsx'
import styles from './appearance.module.css'
import { type AskedFor, contactFields, type Draft } from './draft.ts'
import { appearanceTexts } from './texts/index.ts'

interface AsksProps {
  asked: Draft['asked']
  onChange: (asked: Draft['asked']) => void
}

/** What visitors are asked for before they write. */
export function Asks({ asked, onChange }: AsksProps) {
  const texts = useTexts(appearanceTexts)
  return (
    <Section title={texts.asks} about={texts.asksAbout}>
      <div className={styles.pair}>
        {contactFields.map((field) => (
          <SelectField
            key={field}
            label={texts.fields[field]}
            value={asked[field]}
            onChange={(event) => onChange({ ...asked, [field]: event.currentTarget.value as AskedFor })}
          >
            {(['no', 'optional', 'required'] as const).map((each) => (
              <option key={each} value={each}>
                {texts.asked[each]}
              </option>
            ))}
          </SelectField>
        ))}
      </div>
    </Section>
  )
}
