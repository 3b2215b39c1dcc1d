import type { Block } from '@parley/client/index'
import { Ban, Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { base, workspacePath } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { EmptyState } from '../../ui/states.tsx'
import { say } from '../../ui/toasts.tsx'
import { nextAfter, useAskedPages } from '../parts/asked.ts'
import { useDeskRefresh } from '../parts/desk-refresh.ts'
import { Loaded, More } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import { BlockDialog } from './block-dialog.tsx'
import { deskListsTexts } from './texts/index.ts'

const pageRows = 50

/** Whom the desk takes nothing from. */
export default function Blocks() {
  const texts = useTexts(deskListsTexts).blocks
  const [isCreating, setCreating] = useState(false)
  const blocks = useAskedPages(['blocks'], async ({ parley }, before: string | undefined) => {
    const { blocks: page } = await parley.tenant.listBlocks({ limit: pageRows, before })
    return { data: page, next: nextAfter(page, pageRows, ({ id }) => id) }
  })
  const create = (
    <Button kind="main" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {texts.create}
    </Button>
  )
  return (
    <Page title={texts.title} about={texts.about} actions={blocks.data && blocks.data.length > 0 && create}>
      <Loaded of={blocks}>
        {(all) =>
          all.length > 0 ? (
            <BlockTable blocks={all} />
          ) : (
            <EmptyState icon={Ban} title={texts.none} about={texts.noneAbout}>
              {create}
            </EmptyState>
          )
        }
      </Loaded>
      <More of={blocks.more} />
      {isCreating && <BlockDialog onClose={() => setCreating(false)} />}
    </Page>
  )
}

function BlockTable({ blocks }: { blocks: readonly Block[] }) {
  const texts = useTexts(deskListsTexts).blocks
  const { actions } = useTexts(adminTexts)
  const dates = useDates()
  const { parley, workspaceId } = useStore()
  const attempt = useAttempt()
  const refresh = useDeskRefresh('blocks')
  const nameOf = ({ kind, value }: Block) =>
    kind === 'visitor' ? `${texts.kinds.visitor} ${value.slice(-4).toUpperCase()}` : value
  const unblock = async (block: Block) => {
    const isDone = await attempt(async () => {
      await parley.tenant.deleteBlock({ id: block.id })
      await refresh()
    })
    if (isDone) say(texts.unblocked(nameOf(block)))
  }
  return (
    <Table
      label={texts.title}
      rows={blocks}
      keyOf={({ id }) => id}
      columns={[
        {
          label: texts.who,
          kind: 'main',
          cell: (block) => (
            <Named
              name={
                block.kind === 'visitor' ? (
                  <Link href={`~${base}${workspacePath(workspaceId)}/desk/visitors/${block.value}`}>
                    {nameOf(block)}
                  </Link>
                ) : (
                  block.value
                )
              }
              about={block.reason ?? texts.kinds[block.kind]}
            />
          ),
        },
        { label: texts.since, cell: ({ createdAt }) => dates.date(createdAt) },
        {
          label: texts.until,
          cell: ({ expiresAt }) => (expiresAt ? dates.dateTime(expiresAt) : texts.always),
        },
        {
          label: actions,
          kind: 'buttons',
          cell: (block) => (
            <Button kind="quiet" aria-label={texts.unblockOf(nameOf(block))} onClick={() => void unblock(block)}>
              {texts.unblock}
            </Button>
          ),
        },
      ]}
    />
  )
}
