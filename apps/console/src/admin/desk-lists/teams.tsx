import type { Team } from '@parley/client/index'
import { UsersRound } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { useAsked } from '../parts/asked.ts'
import { useDeskRefresh } from '../parts/desk-refresh.ts'
import { textIn } from '../parts/form.tsx'
import { FormDialog } from '../parts/form-dialog.tsx'
import { type EditProps, ListScreen } from '../parts/list-screen.tsx'
import { Loaded } from '../parts/loaded.tsx'
import parts from '../parts/parts.module.css'
import { Named } from '../parts/table.tsx'
import styles from './desk-lists.module.css'
import { deskListsTexts } from './texts/index.ts'
import { useAgents } from './use-agents.ts'

/** Agents for whom a conversation may wait together. */
export default function Teams() {
  const texts = useTexts(deskListsTexts).teams
  const { tenant } = useStore().parley
  const teams = useAsked(['teams'], async ({ parley }) => (await parley.tenant.listTeams()).teams)
  const agents = useAgents()
  const namesOf = ({ memberIds }: Team) =>
    memberIds.flatMap((id) => agents.data?.find((agent) => agent.id === id)?.name ?? []).join(', ')
  return (
    <ListScreen
      icon={UsersRound}
      texts={texts}
      of={teams}
      nameOf={({ name }) => name}
      columns={[
        { label: texts.team, kind: 'main', cell: ({ name }) => <Named name={name} /> },
        {
          label: texts.members,
          cell: (team) => (team.memberIds.length > 0 ? <bdi>{namesOf(team)}</bdi> : texts.nobody),
        },
      ]}
      Edit={EditTeam}
      remove={({ id }) => tenant.deleteTeam({ id })}
      refresh={useDeskRefresh('teams')}
    />
  )
}

function EditTeam({ title, row, onSaved, onClose }: EditProps<Team>) {
  const { name, teams: texts } = useTexts(deskListsTexts)
  const { tenant } = useStore().parley
  const agents = useAgents()
  const { problems, isBusy, submit } = useForm(['name'])
  const save = (form: FormData) =>
    submit(async () => {
      const given = { name: textIn(form, 'name') ?? '', memberIds: form.getAll('member').map(String) }
      await (row ? tenant.updateTeam({ id: row.id, ...given }) : tenant.createTeam(given))
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
      <fieldset className={`${parts.choices} ${styles.members}`}>
        <legend>{texts.members}</legend>
        <Loaded of={agents}>
          {(all) =>
            all.length > 0 ? (
              all.map((agent) => (
                <CheckField
                  key={agent.id}
                  label={<bdi>{agent.name}</bdi>}
                  hint={agent.email}
                  name="member"
                  value={agent.id}
                  defaultChecked={row?.memberIds.includes(agent.id)}
                />
              ))
            ) : (
              <p>{texts.noAgents}</p>
            )
          }
        </Loaded>
      </fieldset>
    </FormDialog>
  )
}
