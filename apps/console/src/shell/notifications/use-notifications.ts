import type { Message } from '@parley/client/index'
import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { base, channelPath, workspacePath } from '../../addresses.ts'
import { mentions } from '../../store/events.ts'
import { isWorthNotifying } from '../../store/notifying.ts'
import { plainText } from '../../text/plain.ts'
import { usePreferences } from '../preferences.ts'
import { useStore } from '../workspace-provider.tsx'
import { notifications } from './permission.ts'
import { play } from './sound.ts'

const maxLength = 200

/** Notifies of mentions and direct messages that come while nobody looks at this tab. */
export function useNotifications(): void {
  const store = useStore()
  const { preferences } = usePreferences()
  const [, navigate] = useLocation()
  const latest = useRef({ preferences, navigate })
  latest.current = { preferences, navigate }
  useEffect(() => {
    const { realtime, channels, people, me, workspaceId } = store
    const show = (message: Message) => {
      const { id, channel_id: channelId, parent_message_id, display_name, content } = message
      const channel = channels.get(channelId)
      const place = channel && channel.channel_type !== 'dm' ? ` · #${channel.display_name ?? channel.name}` : ''
      const shown = new Notification(`${display_name ?? ''}${place}`, {
        body: plainText(content).slice(0, maxLength),
        tag: channelId,
        silent: true,
      })
      shown.onclick = () => {
        shown.close()
        focus()
        const path = channelPath({ channelId, messageId: id, threadId: parent_message_id ?? undefined })
        latest.current.navigate(`~${base}${workspacePath(workspaceId)}${path}`)
      }
      play(latest.current.preferences.notification_sound)
    }
    return realtime.on('message.created', ({ data: message }) => {
      const isLooking = document.visibilityState === 'visible' && document.hasFocus()
      if (isLooking || !notifications.value) return
      const situation = {
        myId: me.uuid,
        channel: channels.get(message.channel_id),
        isMentioned: mentions(message, me.uuid),
        status: people.presence(me.uuid),
        preferences: latest.current.preferences,
        now: new Date(),
      }
      if (isWorthNotifying(message, situation)) show(message)
    })
  }, [store])
}
