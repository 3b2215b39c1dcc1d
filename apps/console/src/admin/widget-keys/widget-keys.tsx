import type { WidgetKey } from '@parley/client/index'
import { MessageCircle, Plus } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useAsked, useRefresh } from '../parts/asked.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import { domainsOf } from './domains.ts'
import { widgetKeysTexts } from './texts/index.ts'

const KeyDialog = lazyPart(() => import('./key-dialog.tsx'))
const InstallDialog = lazyPart(() => import('./install-dialog.tsx'))

/** The keys that websites’ widgets start with, and what to paste there. */
export default function WidgetKeys() {
  const texts = useTexts(widgetKeysTexts)
  const [editing, setEditing] = useState<WidgetKey | 'new'>()
  const keys = useAsked(['widget keys'], async ({ parley }) => (await parley.tenant.listWidgetKeys()).apiKeys)
  const create = (
    <Button kind="main" onClick={() => setEditing('new')}>
      <Plus aria-hidden />
      {texts.create}
    </Button>
  )
  return (
    <Page title={texts.title} about={texts.about} actions={keys.data && keys.data.length > 0 && create}>
      <Loaded of={keys}>
        {(all) =>
          all.length > 0 ? (
            <KeyTable keys={all} onEdit={setEditing} />
          ) : (
            <EmptyState icon={MessageCircle} title={texts.none} about={texts.noneAbout}>
              {create}
            </EmptyState>
          )
        }
      </Loaded>
      {editing && (
        <Suspense>
          <KeyDialog {...(editing !== 'new' && { widgetKey: editing })} onClose={() => setEditing(undefined)} />
        </Suspense>
      )}
    </Page>
  )
}

function KeyTable({ keys, onEdit }: { keys: readonly WidgetKey[]; onEdit: (key: WidgetKey) => void }) {
  const texts = useTexts(widgetKeysTexts)
  const { actions } = useTexts(adminTexts)
  const dates = useDates()
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [deleting, setDeleting] = useState<WidgetKey>()
  const [installing, setInstalling] = useState<WidgetKey>()
  const run = (work: () => Promise<unknown>) =>
    attempt(async () => {
      await work()
      await refresh(['widget keys'])
    })
  return (
    <>
      <Table
        label={texts.title}
        rows={keys}
        keyOf={({ id }) => id}
        columns={[
          {
            label: texts.key,
            kind: 'main',
            cell: ({ name, keyPrefix }) => <Named name={name} about={<code>{keyPrefix}…</code>} />,
          },
          { label: texts.domains, cell: (key) => domainsOf(key).join(', ') || texts.anywhere },
          {
            label: texts.active,
            cell: ({ id, name, status }) => (
              <Switch
                isBare
                label={texts.activeOf(name)}
                checked={status === 'ACTIVE'}
                onChange={(isOn) =>
                  void run(() => parley.tenant.updateWidgetKey({ id, status: isOn ? 'ACTIVE' : 'INACTIVE' }))
                }
              />
            ),
          },
          { label: texts.lastUsed, cell: ({ lastUsedAt }) => (lastUsedAt ? dates.ago(lastUsedAt) : texts.never) },
          {
            label: actions,
            kind: 'buttons',
            cell: (key) => (
              <>
                <Button kind="quiet" aria-label={texts.installOf(key.name)} onClick={() => setInstalling(key)}>
                  {texts.install}
                </Button>
                <Button kind="quiet" aria-label={texts.editOf(key.name)} onClick={() => onEdit(key)}>
                  {texts.edit}
                </Button>
                <Button kind="quiet" aria-label={texts.deleteOf(key.name)} onClick={() => setDeleting(key)}>
                  {texts.delete}
                </Button>
              </>
            ),
          },
        ]}
      />
      {installing && (
        <Suspense>
          <InstallDialog widgetKey={installing} onClose={() => setInstalling(undefined)} />
        </Suspense>
      )}
      {deleting && (
        <ConfirmDialog
          title={texts.deleteTitle(deleting.name)}
          about={texts.deleteAbout}
          action={texts.delete}
          isDangerous
          onConfirm={async () => {
            await parley.tenant.deleteWidgetKey({ id: deleting.id })
            await refresh(['widget keys'])
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  )
}
