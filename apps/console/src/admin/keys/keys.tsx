import type { ApiKey } from '@parley/client/index'
import { KeyRound, Plus } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import { keysTexts } from './texts/index.ts'

const CreateKeyDialog = lazyPart(() => import('./create-key-dialog.tsx'))

/** One’s own keys for programs that call the API. */
export default function Keys() {
  const texts = useTexts(keysTexts)
  const [isCreating, setCreating] = useState(false)
  const [deleting, setDeleting] = useState<ApiKey>()
  const keys = useAsked(['api keys'], async ({ parley }) => (await parley.apiKeys.list()).data)
  const create = (
    <Button kind="main" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {texts.create}
    </Button>
  )
  return (
    <Page title={texts.title} about={texts.about} actions={keys.data && keys.data.length > 0 && create}>
      <Loaded of={keys}>
        {(all) =>
          all.length > 0 ? (
            <KeyTable keys={all} onDelete={setDeleting} />
          ) : (
            <EmptyState icon={KeyRound} title={texts.none} about={texts.noneAbout}>
              {create}
            </EmptyState>
          )
        }
      </Loaded>
      {isCreating && (
        <Suspense>
          <CreateKeyDialog onClose={() => setCreating(false)} />
        </Suspense>
      )}
      {deleting && <DeleteKey apiKey={deleting} onClose={() => setDeleting(undefined)} />}
    </Page>
  )
}

function KeyTable({ keys, onDelete }: { keys: readonly ApiKey[]; onDelete: (key: ApiKey) => void }) {
  const texts = useTexts(keysTexts)
  const { actions } = useTexts(adminTexts)
  const dates = useDates()
  return (
    <Table
      label={texts.title}
      rows={keys}
      keyOf={({ id }) => id}
      columns={[
        {
          label: texts.key,
          kind: 'main',
          cell: ({ name, key_prefix }) => <Named name={name} about={<code>{key_prefix}…</code>} />,
        },
        { label: texts.may, cell: ({ scopes }) => scopes.join(', ') },
        { label: texts.created, cell: ({ created_at }) => dates.date(created_at) },
        {
          label: texts.lastUsed,
          cell: ({ last_used_at }) => (last_used_at ? dates.ago(last_used_at) : texts.never),
        },
        {
          label: actions,
          kind: 'buttons',
          cell: (key) => (
            <Button kind="quiet" aria-label={texts.deleteOf(key.name)} onClick={() => onDelete(key)}>
              {texts.delete}
            </Button>
          ),
        },
      ]}
    />
  )
}

function DeleteKey({ apiKey: { id, name }, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const texts = useTexts(keysTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const remove = async () => {
    await parley.apiKeys.delete({ id })
    await refresh(['api keys'])
  }
  return (
    <ConfirmDialog
      title={texts.deleteTitle(name)}
      about={texts.deleteAbout}
      action={texts.delete}
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    />
  )
}
