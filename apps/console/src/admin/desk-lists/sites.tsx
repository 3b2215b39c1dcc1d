import type { Site } from '@parley/client/index'
import { Globe } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { useAsked } from '../parts/asked.ts'
import { useDeskRefresh } from '../parts/desk-refresh.ts'
import { textIn } from '../parts/form.tsx'
import { FormDialog } from '../parts/form-dialog.tsx'
import { type EditProps, ListScreen } from '../parts/list-screen.tsx'
import { Named } from '../parts/table.tsx'
import { domainsIn } from '../widget-keys/domains.ts'
import { deskListsTexts } from './texts/index.ts'

/** Where visitors come from. */
export default function Sites() {
  const texts = useTexts(deskListsTexts).sites
  const { tenant } = useStore().parley
  const sites = useAsked(['sites'], async ({ parley }) => (await parley.tenant.listSites()).sites)
  return (
    <ListScreen
      icon={Globe}
      texts={texts}
      of={sites}
      nameOf={({ name }) => name}
      columns={[
        { label: texts.site, kind: 'main', cell: ({ name }) => <Named name={name} /> },
        { label: texts.domain, cell: ({ domain }) => <bdi>{domain}</bdi> },
      ]}
      Edit={EditSite}
      remove={({ id }) => tenant.deleteSite({ id })}
      refresh={useDeskRefresh('sites')}
    />
  )
}

function EditSite({ title, row, onSaved, onClose }: EditProps<Site>) {
  const { name, sites: texts } = useTexts(deskListsTexts)
  const { tenant } = useStore().parley
  const { problems, isBusy, submit } = useForm(['name', 'domain'])
  const save = (form: FormData) =>
    submit(async () => {
      const [domain = ''] = domainsIn(textIn(form, 'domain') ?? '')
      const given = { name: textIn(form, 'name') ?? '', domain }
      await (row ? tenant.updateSite({ id: row.id, ...given }) : tenant.createSite(given))
      await onSaved()
    })
  return (
    <FormDialog
      title={title}
      problem={problems.whole}
      isBusy={isBusy}
      onSubmit={(form) => void save(form)}
      onClose={onClose}
    >
      <TextField
        label={name}
        name="name"
        dir="auto"
        required
        autoFocus
        maxLength={100}
        autoComplete="off"
        defaultValue={row?.name}
        problem={problems.fields.name}
      />
      <TextField
        label={texts.domain}
        hint={texts.domainHint}
        name="domain"
        dir="ltr"
        required
        spellCheck={false}
        autoComplete="off"
        defaultValue={row?.domain}
        problem={problems.fields.domain}
      />
    </FormDialog>
  )
}
