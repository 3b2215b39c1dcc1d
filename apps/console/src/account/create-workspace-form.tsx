import { Form } from '../admin/parts/form.tsx'
import { useTexts } from '../i18n/language.ts'
import { useSession } from '../session/context.ts'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/forms.ts'
import { useOpenWorkspace } from './own-workspaces.ts'
import { accountTexts } from './texts/index.ts'

/** Creates a workspace, and opens it. */
export function CreateWorkspaceForm() {
  const texts = useTexts(accountTexts)
  const { parley } = useSession()
  const open = useOpenWorkspace()
  const { problems, isBusy, submit } = useForm(['name'])
  const create = (form: FormData) =>
    submit(async () => {
      const { data } = await parley.workspaces.create({ name: String(form.get('name')) })
      open(data.id)
    })
  return (
    <Form problem={problems.whole} isBusy={isBusy} action={texts.create} onSubmit={(form) => void create(form)}>
      <TextField
        label={texts.company}
        name="name"
        dir="auto"
        autoComplete="organization"
        required
        autoFocus
        maxLength={100}
        problem={problems.fields.name}
      />
    </Form>
  )
}
