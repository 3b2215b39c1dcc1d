import { useLanguage, useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Select } from '../../ui/field.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { useAgents } from '../desk-lists/use-agents.ts'
import { useRefresh } from '../parts/asked.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Named, Table } from '../parts/table.tsx'
import { deskSettingsTexts } from './texts/index.ts'

/** Beside the number that an agent has. */
const offered = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100]

/** The agents, how they are doing, and how much each is given at once. */
export function AgentTable({ capacity }: { capacity: number }) {
  const texts = useTexts(deskSettingsTexts).routing
  const language = useLanguage()
  const { tenant } = useStore().parley
  const agents = useAgents()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const set = (id: string, chosen: string) =>
    attempt(async () => {
      await tenant.updateAgent({ id, capacity: chosen === '' ? null : Number(chosen) })
      await refresh(['desk agents'])
    })
  const score = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  return (
    <Loaded of={agents}>
      {(all) =>
        all.length === 0 ? (
          <p>{texts.noAgents}</p>
        ) : (
          <Table
            label={texts.agents}
            rows={all}
            keyOf={({ id }) => id}
            columns={[
              {
                label: texts.agent,
                kind: 'main',
                cell: ({ name, email, isOnline }) => (
                  <Named
                    picture={<Avatar name={name} size={32} status={isOnline ? 'online' : 'offline'} />}
                    name={name}
                    about={email}
                  />
                ),
              },
              { label: texts.availability, cell: ({ availability }) => texts.availabilities[availability] },
              {
                label: texts.rating,
                cell: ({ csat }) =>
                  csat.score === null ? texts.notRated : texts.rated(score.format(csat.score), csat.count),
              },
              {
                label: texts.capacity,
                cell: ({ id, name, capacity: own }) => (
                  <Select
                    aria-label={texts.capacityOf(name)}
                    value={own ?? ''}
                    onChange={(event) => void set(id, event.currentTarget.value)}
                  >
                    <option value="">{texts.asDefault(capacity)}</option>
                    {[...new Set([...offered, ...(own === null ? [] : [own])])]
                      .sort((a, b) => a - b)
                      .map((count) => (
                        <option key={count}>{count}</option>
                      ))}
                  </Select>
                ),
              },
            ]}
          />
        )
      }
    </Loaded>
  )
}
