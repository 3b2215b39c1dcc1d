import type { ConnectedChannel, PlatformConnection } from '@parley/client/index'
import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Select, TextField } from '../../ui/field.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { Switch } from '../../ui/switch.tsx'
import { useRefresh, useRefreshOn } from '../parts/asked.ts'
import { Badge } from '../parts/form.tsx'
import { Section } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { Named, Table } from '../parts/table.tsx'
import styles from './connections.module.css'
import { connectionsTexts } from './texts/index.ts'

const directions: readonly ConnectedChannel['direction'][] = ['both', 'in', 'out', 'off']
/** So many rows are drawn; a filter finds the others. */
const shownRows = 100
/** From so many channels on there is a filter. */
const filteredFrom = 10

/** What crosses, of which channels, and in which direction. */
export function ChannelChoice({ connection }: { connection: PlatformConnection }) {
  const texts = useTexts(connectionsTexts)
  const { parley } = useStore()
  const { isAdmin } = useRole()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [filter, setFilter] = useState('')
  const [isBusy, setBusy] = useState(false)
  const { platform, config, channels } = connection

  const change = async (work: () => Promise<unknown>) => {
    setBusy(true)
    await attempt(work)
    await refresh(['connections'])
    setBusy(false)
  }
  const configure = (changed: Partial<PlatformConnection['config']>) =>
    void change(() => parley.platformConnections.updateConnectionConfig({ platform, ...changed }))
  const select = (channel: ConnectedChannel, isSelected: boolean) => {
    const ids = new Set(channels.filter((each) => each.isSelected).map(({ id }) => id))
    if (isSelected) ids.add(channel.id)
    else ids.delete(channel.id)
    configure({ selectedChannels: [...ids] })
  }
  const direct = (id: string, direction: ConnectedChannel['direction']) =>
    void change(() => parley.platformConnections.updateRemoteChannel({ platform, id, direction }))
  const lookAgain = () => void change(() => parley.platformConnections.listRemoteChannels({ platform }))
  // What is bridged for the first time becomes a channel here right after.
  useRefreshOn('channel.created', 'connections')
  useRefreshOn('member.added', 'connections')
  const isUnknown = isAdmin && connection.status === 'connected' && channels.length === 0
  const hasLooked = useRef(false)
  useEffect(() => {
    // Right after it was connected nobody has looked yet.
    if (!isUnknown || hasLooked.current) return
    hasLooked.current = true
    lookAgain()
  })

  const found = channels.filter(({ name }) => name.toLocaleLowerCase().includes(filter.toLocaleLowerCase()))
  return (
    <Section
      title={texts.crossing}
      about={texts.crossingAbout}
      actions={
        isAdmin && (
          <Button isBusy={isBusy} onClick={lookAgain}>
            {texts.lookAgain}
          </Button>
        )
      }
    >
      <div className={styles.settings}>
        <Switch
          label={texts.ingest}
          hint={texts.ingestHint}
          checked={config.ingestMessages}
          disabled={!isAdmin || isBusy}
          onChange={(ingestMessages) => configure({ ingestMessages })}
        />
        <Switch
          label={texts.autoReply}
          hint={texts.autoReplyHint}
          checked={config.autoReply}
          disabled={!isAdmin || isBusy}
          onChange={(autoReply) => configure({ autoReply })}
        />
      </div>
      {channels.length >= filteredFrom && (
        <div className={styles.filter}>
          <TextField
            label={texts.filter}
            type="search"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
        </div>
      )}
      {found.length === 0 ? (
        <p className={styles.note}>{channels.length === 0 ? texts.noChannels : texts.noneFound}</p>
      ) : (
        <Table
          label={texts.channels}
          rows={found.slice(0, shownRows)}
          keyOf={({ remoteId }) => remoteId}
          columns={[
            {
              label: texts.channel,
              kind: 'main',
              cell: ({ name, channelName, isPrivate, state, paused }) => (
                <Named
                  name={name}
                  about={[
                    channelName && texts.here(channelName),
                    isPrivate && texts.private,
                    state !== 'open' && texts.states[state],
                    paused && texts.pauses[paused],
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                />
              ),
            },
            {
              label: texts.bridged,
              cell: (channel) => (
                <Switch
                  isBare
                  label={texts.bridgedOf(channel.name)}
                  checked={channel.isSelected}
                  disabled={!isAdmin || isBusy || (channel.state === 'gone' && !channel.isSelected)}
                  onChange={(isSelected) => select(channel, isSelected)}
                />
              ),
            },
            {
              label: texts.direction,
              cell: ({ id, name, direction, isSelected }) => (
                <Select
                  aria-label={texts.directionOf(name)}
                  value={direction}
                  disabled={!isAdmin || isBusy || !isSelected}
                  onChange={(event) => direct(id, event.currentTarget.value as ConnectedChannel['direction'])}
                >
                  {directions.map((each) => (
                    <option key={each} value={each}>
                      {texts.directions[each]}
                    </option>
                  ))}
                </Select>
              ),
            },
            {
              label: texts.missing,
              kind: 'number',
              cell: ({ missing }) => (missing > 0 ? <Badge tone="warn">{missing}</Badge> : missing),
            },
          ]}
        />
      )}
      {found.length > shownRows && <p className={styles.note}>{texts.moreChannels(found.length - shownRows)}</p>}
    </Section>
  )
}
