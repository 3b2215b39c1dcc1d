import { Bot, Plus } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { idIn } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useAskedList } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Loaded, More } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { twinsTexts } from './texts/index.ts'

/** Who can be asked in this workspace. */
export function TwinList() {
  const texts = useTexts(twinsTexts)
  const dates = useDates()
  const [, navigate] = useLocation()
  const twins = useAskedList(['twins', 'all'], ({ parley }, offset) => parley.twins.list({ limit: 50, offset }))
  return (
    <Page
      title={texts.title}
      about={texts.about}
      actions={
        <Button kind="main" onClick={() => navigate('/new')}>
          <Plus aria-hidden />
          {texts.create}
        </Button>
      }
    >
      <Loaded of={twins}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={Bot} title={texts.none} about={texts.noneAbout} />
          ) : (
            <Table
              label={texts.title}
              rows={all}
              keyOf={({ id }) => id}
              columns={[
                {
                  label: texts.twin,
                  kind: 'main',
                  cell: ({ id, name, handle, avatar_url }) => (
                    <Named
                      picture={<Avatar name={name} url={avatar_url} isTwin />}
                      name={<Link href={`/${idIn('twin', id)}`}>{name}</Link>}
                      about={`@${handle}`}
                    />
                  ),
                },
                { label: texts.model, cell: ({ model }) => model ?? texts.defaultModel },
                {
                  label: texts.tools,
                  cell: ({ tools }) => (tools === null ? texts.allTools : texts.toolCount(tools.length)),
                },
                {
                  label: texts.changed,
                  cell: ({ is_built_in, version, updated_at }) =>
                    is_built_in && version === 1 ? <Badge>{texts.builtIn}</Badge> : dates.ago(updated_at),
                },
              ]}
            />
          )
        }
      </Loaded>
      <More of={twins.more} />
    </Page>
  )
}
