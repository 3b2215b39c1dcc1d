import type { Budget } from '@parley/client/index'
import type { FormEvent } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Problem, textIn } from '../parts/form.tsx'
import styles from '../parts/parts.module.css'
import { usageTexts } from './texts/index.ts'

/** Sets a monthly budget; with both limits empty, there is none. */
export default function BudgetDialog({ budget, onClose }: { budget: Budget | undefined; onClose: () => void }) {
  const texts = useTexts(usageTexts)
  const { cancel, save } = useTexts(uiTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const { problems, isBusy, submit } = useForm(['soft_usd', 'hard_usd'])
  // Those that have none yet can be chosen; an existing budget stays whose it is.
  const twins = useAsked(['twins', 'of budgets'], async () => (await parley.twins.list({ limit: 100 })).data, {
    isWanted: budget === undefined,
  })
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const dollarsIn = (name: string) => {
      const text = textIn(form, name)
      return text === undefined ? null : Number(text)
    }
    const twinId = budget ? budget.twin_id : (textIn(form, 'twin') ?? null)
    const isSaved = await submit(async () => {
      await parley.budgets.put({ twin_id: twinId, soft_usd: dollarsIn('soft_usd'), hard_usd: dollarsIn('hard_usd') })
      await refresh(['budgets'])
    })
    if (isSaved) onClose()
  }
  return (
    <Dialog title={texts.setBudget} about={texts.setAbout} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void send(event)}>
        {!budget && (
          <SelectField label={texts.of} name="twin">
            <option value="">{texts.workspace}</option>
            {twins.data?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        <TextField
          label={texts.softDollars}
          hint={texts.softHint}
          name="soft_usd"
          type="number"
          min={0}
          max={1_000_000}
          step={0.01}
          defaultValue={budget?.soft_usd ?? ''}
          problem={problems.fields.soft_usd}
        />
        <TextField
          label={texts.hardDollars}
          hint={texts.hardHint}
          name="hard_usd"
          type="number"
          min={0}
          max={1_000_000}
          step={0.01}
          defaultValue={budget?.hard_usd ?? ''}
          problem={problems.fields.hard_usd}
        />
        <Problem text={problems.whole} />
        <DialogActions>
          <Button onClick={onClose}>{cancel}</Button>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
