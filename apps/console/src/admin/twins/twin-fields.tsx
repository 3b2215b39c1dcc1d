import { useTexts } from '../../i18n/language.ts'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import type { Problems } from '../../ui/forms.ts'
import { useAsked } from '../parts/asked.ts'
import type { TwinDraft } from './draft.ts'
import { twinsTexts } from './texts/index.ts'

interface TwinFieldsProps {
  draft: TwinDraft
  problems: Problems
  /** A built-in keeps its handle. */
  isBuiltIn: boolean
  onChange: (changes: Partial<TwinDraft>) => void
}

/** The fields that the server may say something about. */
export const fieldNames = ['name', 'handle', 'personality', 'system_prompt', 'model', 'tools']

/** Who a twin is. */
export function TwinFields({ draft, problems: { fields }, isBuiltIn, onChange }: TwinFieldsProps) {
  const texts = useTexts(twinsTexts)
  const models = useAsked(['models'], async ({ parley }) => (await parley.models.list()).data)
  const ofDefault = models.data?.find(({ is_default }) => is_default)
  // One that is not offered any more stays what it is.
  const isUnknown = draft.model !== '' && models.data?.every(({ id }) => id !== draft.model)
  return (
    <>
      <TextField
        label={texts.name}
        dir="auto"
        required
        maxLength={100}
        autoComplete="off"
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        problem={fields.name}
      />
      <TextField
        label={texts.handle}
        hint={isBuiltIn ? texts.handleOfBuiltIn : texts.handleHint}
        dir="auto"
        maxLength={50}
        autoComplete="off"
        readOnly={isBuiltIn}
        value={draft.handle}
        onChange={(event) => onChange({ handle: event.currentTarget.value })}
        problem={fields.handle}
      />
      <TextArea
        label={texts.personality}
        hint={texts.personalityHint}
        rows={4}
        maxLength={4_000}
        value={draft.personality}
        onChange={(event) => onChange({ personality: event.currentTarget.value })}
        problem={fields.personality}
      />
      <TextArea
        label={texts.instructions}
        hint={texts.instructionsHint}
        rows={6}
        maxLength={20_000}
        value={draft.system_prompt}
        onChange={(event) => onChange({ system_prompt: event.currentTarget.value })}
        problem={fields.system_prompt}
      />
      <SelectField
        label={texts.model}
        value={draft.model}
        onChange={(event) => onChange({ model: event.currentTarget.value })}
        problem={fields.model}
      >
        <option value="">{ofDefault ? texts.defaultIs(ofDefault.id) : texts.defaultModel}</option>
        {isUnknown && <option value={draft.model}>{draft.model}</option>}
        {models.data?.map(({ id, is_available, reason }) => (
          <option key={id} value={id} disabled={!is_available}>
            {is_available ? id : `${id}: ${reason}`}
          </option>
        ))}
      </SelectField>
    </>
  )
}
