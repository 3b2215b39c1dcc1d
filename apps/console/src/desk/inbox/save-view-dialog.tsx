import type { SavedView } from '@parley/client/index'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import type { Filter } from '../../store/desk/filter.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import styles from './save-view-dialog.module.css'

interface SaveViewDialogProps {
  /** The one that is changed; undefined for a new one. */
  view?: SavedView | undefined
  filter: Filter
  onClose: () => void
}

/** Keeps a filter under a name, or gives a view another name. */
export default function SaveViewDialog({ view, filter, onClose }: SaveViewDialogProps) {
  const texts = useTexts(deskTexts)
  const { cancel, save } = useTexts(uiTexts)
  const { workspace, roles, counts } = useDesk()
  const { agent } = workspace.parley
  const queries = useQueryClient()
  const [, navigate] = useLocation()
  const { problems, isBusy, submit } = useForm(['name'])
  const keep = (form: FormData) =>
    submit(async () => {
      const given = { name: String(form.get('name')).trim(), isShared: form.has('isShared') }
      // Without what only the server finds: a view is opened without a text.
      const { search: _, ...kept } = filter
      const { id } = view
        ? await agent.updateSavedView({ id: view.id, ...given, filter: kept })
        : await agent.createSavedView({ ...given, filter: kept })
      await Promise.all([queries.invalidateQueries({ queryKey: ['desk', 'views'] }), counts.load()])
      onClose()
      navigate(`/${id}`)
    })
  return (
    <Dialog title={view ? texts.changeView : texts.saveView} about={texts.saveViewAbout} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void keep(new FormData(event.currentTarget))
        }}
      >
        <TextField
          label={texts.viewName}
          name="name"
          dir="auto"
          required
          autoFocus
          maxLength={100}
          autoComplete="off"
          defaultValue={view?.name}
          problem={problems.fields.name ?? problems.whole}
        />
        {roles.isOwner && <CheckField label={texts.shareView} name="isShared" defaultChecked={view?.isShared} />}
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
