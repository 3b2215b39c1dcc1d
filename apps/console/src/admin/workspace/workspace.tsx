import type { Workspace } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { useSession } from '../../session/context.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Form, textIn } from '../parts/form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { Deletion } from './deletion.tsx'
import { DemoSection } from './demo.tsx'
import { WorkspaceRetention } from './retention.tsx'
import { workspaceTexts } from './texts/index.ts'

/** What the workspace is called, and its end. */
export default function WorkspaceSettings() {
  const texts = useTexts(workspaceTexts)
  const { isOwner } = useRole()
  const workspace = useAsked(
    ['workspace'],
    async ({ parley, workspaceId }) => (await parley.workspaces.get({ id: workspaceId })).data,
  )
  return (
    <Page title={texts.title} about={texts.about}>
      <Loaded of={workspace}>
        {(shown) => (
          <>
            <NameForm workspace={shown} />
            <WorkspaceRetention />
            <DemoSection />
            {isOwner && <Deletion workspace={shown} />}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function NameForm({ workspace }: { workspace: Workspace }) {
  const texts = useTexts(workspaceTexts)
  const session = useSession()
  const { parley, workspaceId } = useStore()
  const refresh = useRefresh()
  const { problems, isBusy, submit } = useForm(['name', 'company_name'])
  const save = async (form: FormData) => {
    const isSaved = await submit(async () => {
      const changes = { name: textIn(form, 'name'), company_name: textIn(form, 'company_name') ?? null }
      await parley.workspaces.update({ id: workspaceId, ...changes })
      await Promise.all([session.refresh(), refresh(['workspace'])])
    })
    if (isSaved) say(texts.saved)
  }
  return (
    <Form problem={problems.whole} isBusy={isBusy} onSubmit={(form) => void save(form)}>
      <TextField
        label={texts.name}
        name="name"
        dir="auto"
        required
        maxLength={100}
        autoComplete="off"
        defaultValue={workspace.name}
        problem={problems.fields.name}
      />
      <TextField
        label={texts.company}
        hint={texts.companyHint}
        name="company_name"
        dir="auto"
        maxLength={100}
        autoComplete="organization"
        defaultValue={workspace.company_name ?? ''}
        problem={problems.fields.company_name}
      />
    </Form>
  )
}
