import type { AvailablePlatform, PlatformConnection } from '@parley/client/index'
import { Link } from 'wouter'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import buttons from '../../ui/button.module.css'
import { Section } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import styles from './connections.module.css'
import { StatusBadge } from './health.tsx'
import { connectionsTexts } from './texts/index.ts'

export interface Connections {
  connected: PlatformConnection[]
  available: AvailablePlatform[]
}

/** What is connected and how it does, and what can be. */
export function ConnectionList({ connected, available }: Connections) {
  const texts = useTexts(connectionsTexts)
  return (
    <>
      {connected.length > 0 && <ConnectedTable connected={connected} />}
      {available.length > 0 && (
        <Section title={texts.available} about={connected.length === 0 && texts.availableAbout}>
          <AvailableTable available={available} />
        </Section>
      )}
    </>
  )
}

function ConnectedTable({ connected }: { connected: readonly PlatformConnection[] }) {
  const texts = useTexts(connectionsTexts)
  const dates = useDates()
  const ago = (time: string | null) => (time ? dates.ago(time) : texts.never)
  return (
    <Table
      label={texts.connected}
      rows={connected}
      keyOf={({ platform }) => platform}
      columns={[
        {
          label: texts.platform,
          kind: 'main',
          cell: ({ platform, displayName, account }) => (
            <Named name={<Link href={`/${platform}`}>{displayName}</Link>} about={account?.name} />
          ),
        },
        { label: texts.status, cell: ({ status }) => <StatusBadge status={status} /> },
        {
          label: texts.channels,
          kind: 'number',
          cell: ({ channels }) => texts.selectedOf(channels.filter((each) => each.isSelected).length, channels.length),
        },
        { label: texts.missing, cell: ({ health }) => health.missing ?? texts.notCompared },
        { label: texts.lastSync, cell: ({ lastSyncAt }) => ago(lastSyncAt) },
      ]}
    />
  )
}

function AvailableTable({ available }: { available: readonly AvailablePlatform[] }) {
  const texts = useTexts(connectionsTexts)
  const { actions } = useTexts(adminTexts)
  const { isAdmin } = useRole()
  return (
    <Table
      label={texts.available}
      rows={available}
      keyOf={({ platform }) => platform}
      columns={[
        {
          label: texts.platform,
          kind: 'main',
          cell: ({ displayName, features }) => (
            <Named name={displayName} about={features.map((feature) => texts.features[feature]).join(' · ')} />
          ),
        },
        {
          label: actions,
          kind: 'buttons',
          cell: ({ platform, displayName }) =>
            isAdmin && (
              <Link
                className={`${buttons.button} ${buttons.plain} ${styles.connect}`}
                href={`/${platform}`}
                aria-label={texts.connectTo(displayName)}
              >
                {texts.connect}
              </Link>
            ),
        },
      ]}
    />
  )
}
