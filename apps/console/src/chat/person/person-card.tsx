import { Popover } from '@base-ui/react/popover'
import { MessageSquare } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useLocation } from 'wouter'
import { channelPath } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { shellTexts } from '../../shell/texts/index.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { useOpenDirect } from '../finding/channels/use-open-direct.ts'
import { chatTexts } from '../texts/index.ts'
import styles from './person.module.css'

interface PersonCardProps {
  id: string
  name: string
  trigger: ReactElement<Record<string, unknown>>
}

/** Who somebody is in the workspace, and the way to write to them; opened as soon as it is drawn. */
export default function PersonCard({ id, name, trigger }: PersonCardProps) {
  const texts = useTexts(chatTexts)
  const statuses = useTexts(shellTexts)
  const { me } = useStore()
  const person = useTopic(`person:${id}`, ({ people }) => people.get(id))
  const status = useTopic(`person:${id}`, ({ people }) => people.presence(id)) ?? 'offline'
  const openDirect = useOpenDirect()
  const attempt = useAttempt()
  const [, navigate] = useLocation()
  const [isOpen, setOpen] = useState(true)
  const write = () =>
    attempt(async () => {
      const channelId = await openDirect([id])
      setOpen(false)
      navigate(channelPath({ channelId }))
    })
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} side="right" align="start" sideOffset={8}>
          <Popover.Popup className={styles.card} aria-label={texts.profileOf(name)}>
            <Avatar name={name} url={person?.avatar_url} size={56} status={status} />
            <div className={styles.who}>
              <bdi className={styles.name}>{person?.display_name ?? name}</bdi>
              {person?.handle && <span className={styles.quiet}>@{person.handle}</span>}
              <span className={styles.quiet}>
                {person && `${texts.memberRoles[person.role]} · `}
                {statuses[status]}
              </span>
            </div>
            {id !== me.uuid && person && (
              <Button className={styles.write} onClick={() => void write()}>
                <MessageSquare aria-hidden />
                {texts.writeTo}
              </Button>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
