import type { Message } from '@parley/client/index'
import { Copy, Ellipsis, Link, Mail, MessageSquareReply, Pencil, Pin, PinOff, Quote, Trash2 } from 'lucide-react'
import { Suspense, useState } from 'react'
import { linkTo } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { keyOf } from '../../store/windows.ts'
import { IconButton } from '../../ui/button.tsx'
import { useCopy } from '../../ui/copy.ts'
import { useAttempt } from '../../ui/forms.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { Menu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu-entry.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { quoted } from '../composer/formatting.ts'
import { EmojiButton } from '../emoji/emoji-button.tsx'
import { chatTexts } from '../texts/index.ts'
import styles from './message.module.css'
import { useChannelView } from './use-channel-view.ts'

const DeleteMessage = lazyPart(() => import('./delete-message.tsx'))

const quickReactions = ['👍', '✅', '👀']

interface MessageActionsProps {
  message: Message
  /** Of its author. */
  name: string
  isInThread: boolean
}

/**
 * What can be done with a message: it is there for whoever points at it or is in it. Arrows go through it, and Tab passes it,
 * so that where the pointer lies makes no further stops.
 */
export function MessageActions({ message, name, isInThread }: MessageActionsProps) {
  const texts = useTexts(chatTexts)
  const ui = useTexts(uiTexts)
  const { parley, me, workspaceId, reading, unread, dividers, drafts, topics } = useStore()
  const { canWrite, isAdmin, openThread, edit } = useChannelView()
  const attempt = useAttempt()
  const copy = useCopy()
  const [isDeleting, setDeleting] = useState(false)
  const { id, channel_id: channelId } = message
  const isMine = message.user_id === me.uuid
  const isPinned = message.metadata.pinned === true

  const copyLink = () => {
    const threadId = message.parent_message_id ?? undefined
    return copy(linkTo(workspaceId, { channelId, messageId: id, threadId }), texts.linkCopied)
  }
  const markUnread = async () => {
    reading.hold({ channelId })
    const { last_read_message_id } = await parley.channels.markUnread({ id: channelId, from_message_id: id })
    dividers.set(channelId, last_read_message_id)
    await unread.load()
  }
  const quote = () => {
    const place = { channelId, threadId: isInThread ? (message.parent_message_id ?? id) : undefined }
    const { content = '', files = [] } = drafts.get(place) ?? {}
    drafts.write(place, { content: (content && `${content.trimEnd()}\n`) + quoted(message.content), files })
    // Once the menu has given the focus back.
    setTimeout(() => topics.publish(`focus:${keyOf(place)}`))
  }
  const pin = () =>
    isPinned
      ? parley.channels.unpinMessage({ id: channelId, messageId: id })
      : parley.channels.pinMessage({ id: channelId, messageId: id })

  const entries = (): MenuEntry[] => {
    const change: MenuEntry[] = []
    if (canWrite)
      change.push({
        label: isPinned ? texts.unpin : texts.pin,
        icon: isPinned ? PinOff : Pin,
        onSelect: () => void attempt(pin),
      })
    if (canWrite && isMine)
      change.push({ label: texts.edit, icon: Pencil, onSelect: () => edit({ messageId: id, isInThread }) })
    if (canWrite && (isMine || isAdmin))
      change.push({ label: texts.delete, icon: Trash2, isDangerous: true, onSelect: () => setDeleting(true) })
    return [
      ...(canWrite && message.content ? [{ label: texts.quote, icon: Quote, onSelect: quote }] : []),
      { label: texts.copyText, icon: Copy, onSelect: () => void copy(message.content, ui.copied) },
      { label: texts.copyLink, icon: Link, onSelect: () => void copyLink() },
      ...(isInThread ? [] : [{ label: texts.markUnread, icon: Mail, onSelect: () => void attempt(markUnread) }]),
      ...(change.length > 0 ? (['separator', ...change] as const) : []),
    ]
  }

  return (
    <div className={styles.actions} role="toolbar" aria-label={texts.actionsOf(name)}>
      {canWrite &&
        quickReactions.map((emoji) => (
          <button
            key={emoji}
            type="button"
            tabIndex={-1}
            className={styles.quick}
            aria-label={`${texts.react}: ${emoji}`}
            onClick={() => void attempt(() => parley.messages.toggleReaction({ id, emoji }))}
          >
            {emoji}
          </button>
        ))}
      {canWrite && (
        <EmojiButton
          label={texts.reactOther}
          tabIndex={-1}
          onPick={(emoji) => void attempt(() => parley.messages.toggleReaction({ id, emoji }))}
        />
      )}
      {!isInThread && (
        <IconButton
          icon={MessageSquareReply}
          label={texts.replyInThread}
          tabIndex={-1}
          onClick={() => openThread(id)}
        />
      )}
      <Menu trigger={<IconButton icon={Ellipsis} label={ui.more} tabIndex={-1} />} entries={entries} />
      {isDeleting && (
        <Suspense>
          <DeleteMessage id={id} onClose={() => setDeleting(false)} />
        </Suspense>
      )}
    </div>
  )
}
