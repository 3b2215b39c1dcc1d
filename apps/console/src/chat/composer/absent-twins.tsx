import type { Twin } from '@parley/client/index'
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { say } from '../../ui/toasts.tsx'
import { detailsTexts } from '../details/texts/index.ts'
import { useChannelList } from '../details/use-channel-list.ts'
import { useMayAssign } from '../use-role.ts'
import styles from './composer.module.css'
import { mentionedTwins } from './mentioned-twins.ts'

interface AbsentTwinsProps {
  channelId: string
  /** What is being written, and what was sent last. */
  text: string
  onClose: () => void
}

/** Says which twins a text mentions that are not in its channel, and lets those who may add them. */
export default function AbsentTwins({ channelId, text, onClose }: AbsentTwinsProps) {
  const { twins, eventually } = useStore()
  const all = useTopic('twins', (store) => store.twins.byId)
  useEffect(() => eventually(() => twins.load()), [eventually, twins])
  const mentioned = mentionedTwins(text, [...all.values()])
  if (mentioned.length === 0) return null
  return <Absent channelId={channelId} mentioned={mentioned} onClose={onClose} />
}

interface AbsentProps {
  channelId: string
  mentioned: readonly Twin[]
  onClose: () => void
}

function Absent({ channelId: id, mentioned, onClose }: AbsentProps) {
  const texts = useTexts(detailsTexts)
  const { close } = useTexts(uiTexts)
  const { parley, topics } = useStore()
  const attempt = useAttempt()
  const channel = useTopic(`channel:${id}`, ({ channels }) => channels.get(id))
  const mayAssign = useMayAssign()
  const { data } = useChannelList('twins', id, (store) => store.parley.channels.listTwins({ id }))
  const absent = data ? mentioned.filter((twin) => data.twins.every((assigned) => assigned.id !== twin.id)) : []
  const add = async (twin: Twin) => {
    if (!(await attempt(() => parley.channels.assignTwin({ id, ai_twin_id: twin.id })))) return
    say(texts.twinAdded(twin.name))
    topics.publish(`twins:${id}`)
  }
  return (
    <div role="status">
      {absent.map((twin) => (
        <p key={twin.id} className={styles.absent}>
          <span>{texts.twinAbsent(twin.name)}</span>
          {channel && mayAssign(channel) ? (
            <Button aria-label={`${texts.addToChannel}: ${twin.name}`} onClick={() => void add(twin)}>
              {texts.addToChannel}
            </Button>
          ) : (
            <span>{texts.adminsAdd}</span>
          )}
          <IconButton icon={X} label={close} onClick={onClose} />
        </p>
      ))}
    </div>
  )
}
