import type { MyChannel } from '@parley/client/index'
import { Bot, X } from 'lucide-react'
import { useEffect } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Select, SelectField } from '../../ui/field.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx'
import { useMayAssign } from '../use-role.ts'
import styles from './details.module.css'
import { type Mode, modes } from './participation.ts'
import { detailsTexts } from './texts/index.ts'
import { useChannelList } from './use-channel-list.ts'

/** The twins of a channel, and how each takes part in it. */
export function AssignedTwins({ channel }: { channel: MyChannel }) {
  const texts = useTexts(detailsTexts)
  const { parley, twins, eventually } = useStore()
  const attempt = useAttempt()
  const mayChange = useMayAssign()(channel)
  const all = useTopic('twins', (store) => store.twins.byId)
  useEffect(() => eventually(() => twins.load()), [eventually, twins])
  const { id } = channel
  const { data, error, refetch } = useChannelList('twins', id, (store) => store.parley.channels.listTwins({ id }))
  if (!data) return error ? <FailedState onRetry={() => void refetch()} /> : <Skeleton />

  const assigned = new Set(data.twins.map((twin) => twin.id))
  const others = [...all.values()].filter((twin) => !assigned.has(twin.id))
  const change = async (work: () => Promise<unknown>) => {
    await attempt(work)
    await refetch()
  }
  const assign = (twinId: string, mode: Mode) =>
    change(() => parley.channels.assignTwin({ id, ai_twin_id: twinId, participation_mode: mode }))

  return (
    <>
      {mayChange && others.length > 0 && (
        <div className={styles.add}>
          <SelectField
            label={texts.assign}
            value=""
            onChange={(event) => void assign(event.currentTarget.value, 'on-demand')}
          >
            <option value="" disabled hidden />
            {others.map((twin) => (
              <option key={twin.id} value={twin.id}>
                {twin.name}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      {data.twins.length === 0 && <EmptyState icon={Bot} title={texts.noTwins} about={texts.noTwinsAbout} />}
      <ul className={styles.list}>
        {data.twins.map(({ id: twinId, name, avatar_url, participation_mode }) => (
          <li key={twinId} className={styles.row}>
            <Avatar name={name} url={avatar_url} size={32} isTwin />
            <span className={styles.main}>
              <bdi className={styles.name}>{name}</bdi>
              {mayChange ? (
                <Select
                  aria-label={texts.modeOf(name)}
                  value={participation_mode}
                  onChange={(event) => void assign(twinId, event.currentTarget.value as Mode)}
                >
                  {modes.map((mode) => (
                    <option key={mode} value={mode}>
                      {texts.modes[mode]}
                    </option>
                  ))}
                </Select>
              ) : (
                <span className={styles.quiet}>{texts.modes[participation_mode]}</span>
              )}
            </span>
            {mayChange && (
              <IconButton
                icon={X}
                label={texts.remove(name)}
                onClick={() => void change(() => parley.channels.removeTwin({ id, twinId }))}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
