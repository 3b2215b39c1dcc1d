import { useTexts } from '../../i18n/language.ts'
import { ColorField } from '../../ui/color-field.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import styles from './appearance.module.css'
import { Contrast } from './contrast.tsx'
import type { Draft } from './draft.ts'
import { appearanceTexts } from './texts/index.ts'

interface LookFieldsProps {
  draft: Draft
  /** By `settings.widget.title`. */
  problems: Readonly<Record<string, string>>
  onChange: (changes: Partial<Draft>) => void
}

/** Colours, corner and texts of the widget. */
export function LookFields({ draft, problems, onChange }: LookFieldsProps) {
  const texts = useTexts(appearanceTexts)
  const problemOf = (name: string) => problems[`settings.widget.${name}`]
  return (
    <>
      <ColorField
        label={texts.color}
        hint={texts.colorHint}
        value={draft.color}
        onChange={(color) => onChange({ color })}
        problem={problemOf('color')}
      />
      <Contrast color={draft.color} />
      <div className={styles.pair}>
        <SelectField
          label={texts.theme}
          value={draft.theme}
          onChange={(event) => onChange({ theme: event.currentTarget.value as Draft['theme'] })}
        >
          {(['system', 'light', 'dark'] as const).map((theme) => (
            <option key={theme} value={theme}>
              {texts.themes[theme]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={texts.side}
          value={draft.side}
          onChange={(event) => onChange({ side: event.currentTarget.value as Draft['side'] })}
        >
          {(['right', 'left'] as const).map((side) => (
            <option key={side} value={side}>
              {texts.sides[side]}
            </option>
          ))}
        </SelectField>
      </div>
      <TextField
        label={texts.name}
        hint={texts.nameHint}
        dir="auto"
        maxLength={100}
        autoComplete="off"
        value={draft.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
        problem={problemOf('title')}
      />
      <TextField
        label={texts.heading}
        dir="auto"
        maxLength={100}
        autoComplete="off"
        value={draft.heading}
        onChange={(event) => onChange({ heading: event.currentTarget.value })}
        problem={problemOf('heading')}
      />
      <TextArea
        label={texts.introduction}
        rows={2}
        maxLength={500}
        value={draft.introduction}
        onChange={(event) => onChange({ introduction: event.currentTarget.value })}
        problem={problemOf('introduction')}
      />
      <TextField
        label={texts.logoUrl}
        hint={texts.logoUrlHint}
        type="url"
        pattern="https://.*"
        dir="ltr"
        maxLength={2_000}
        autoComplete="off"
        value={draft.logoUrl}
        onChange={(event) => onChange({ logoUrl: event.currentTarget.value })}
        problem={problemOf('logoUrl')}
      />
    </>
  )
}
