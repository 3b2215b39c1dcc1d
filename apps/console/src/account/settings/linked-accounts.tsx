import type { LinkedAccount } from '@parley/client/index'
import { Link2 } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useAsked, useRefresh } from '../../admin/parts/asked.ts'
import { Loaded } from '../../admin/parts/loaded.tsx'
import { Page } from '../../admin/parts/page.tsx'
import { Named, Table } from '../../admin/parts/table.tsx'
import { adminTexts } from '../../admin/texts/index.ts'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { settingsTexts } from './texts/index.ts'

const LinkDialog = lazyPart(() => import('./link-dialog.tsx'))

/** Who one is on connected platforms, so that what one writes there is one’s own here. */
export default function LinkedAccounts() {
  const texts = useTexts(settingsTexts)
  const [isLinking, setLinking] = useState(false)
  const linked = useAsked(['linked'], async ({ parley }) => (await parley.linkedAccounts.list()).linkedAccounts)
  const platforms = useAsked(['connections'], ({ parley }) => parley.platformConnections.listConnections())
  const connected = platforms.data?.connected ?? []
  const link = connected.length > 0 && (
    <Button kind="main" onClick={() => setLinking(true)}>
      {texts.link}
    </Button>
  )
  return (
    <Page title={texts.linked} about={texts.linkedAbout} actions={link}>
      <Loaded of={linked}>
        {(accounts) =>
          accounts.length > 0 ? (
            <LinkedTable accounts={accounts} />
          ) : (
            <EmptyState
              icon={Link2}
              title={texts.noLinked}
              about={connected.length > 0 ? texts.noLinkedAbout : texts.noPlatforms}
            />
          )
        }
      </Loaded>
      {isLinking && (
        <Suspense>
          <LinkDialog platforms={connected.map(({ platform }) => platform)} onClose={() => setLinking(false)} />
        </Suspense>
      )}
    </Page>
  )
}

function LinkedTable({ accounts }: { accounts: readonly LinkedAccount[] }) {
  const texts = useTexts(settingsTexts)
  const { actions } = useTexts(adminTexts)
  const dates = useDates()
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const unlink = (platform: LinkedAccount['platform']) =>
    void attempt(async () => {
      await parley.linkedAccounts.unlinkAccount({ platform })
      await refresh(['linked'])
    })
  return (
    <Table
      label={texts.linked}
      rows={accounts}
      keyOf={({ platform }) => platform}
      columns={[
        {
          label: texts.account,
          kind: 'main',
          cell: ({ name, platform }) => <Named name={name} about={texts.platforms[platform]} />,
        },
        { label: texts.since, cell: ({ linkedAt }) => dates.date(linkedAt) },
        {
          label: actions,
          kind: 'buttons',
          cell: ({ platform, name }) => (
            <Button kind="quiet" aria-label={texts.unlinkOf(name)} onClick={() => unlink(platform)}>
              {texts.unlink}
            </Button>
          ),
        },
      ]}
    />
  )
}
