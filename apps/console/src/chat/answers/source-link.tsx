import type { MouseEvent, ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { channelPath, documentPath } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { useAttempt } from '../../ui/forms.ts'
import type { Source } from './sources.ts'
import { answersTexts } from './texts/index.ts'

interface SourceLinkProps {
  source: Source
  className?: string | undefined
  label?: string | undefined
  children: ReactNode
}

/** Opens a source: a message in its place, a document in knowledge, a page of the web beside Parley. */
export function SourceLink({ source, children, ...rest }: SourceLinkProps) {
  const [, navigate] = useLocation()
  const { parley } = useStore()
  const attempt = useAttempt()
  const { type, id, channel_id: channelId } = source
  const props = { className: rest.className, 'aria-label': rest.label, title: rest.label }
  if (type === 'page' && /^https?:/i.test(id))
    return (
      <a {...props} href={id} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    )
  if (type === 'document')
    return (
      <Link {...props} href={documentPath(id, source.passage)}>
        {children}
      </Link>
    )
  if (type === 'message' && channelId !== null) {
    // Only the message itself says which thread it is in.
    const open = (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      void attempt(async () => {
        const { data } = await parley.messages.get({ id })
        navigate(channelPath({ channelId, messageId: id, threadId: data.parent_message_id ?? undefined }))
      })
    }
    return (
      <Link {...props} href={channelPath({ channelId, messageId: id })} onClick={open}>
        {children}
      </Link>
    )
  }
  if (type === 'conversation')
    return (
      <a {...props} href={`#said-${id}`}>
        {children}
      </a>
    )
  return <span className={rest.className}>{children}</span>
}

/** What a source is, in a few words. */
export function useSourceTitle({ type, channel_id, title }: Source): string {
  const texts = useTexts(answersTexts)
  const channel = useTopic(`channel:${channel_id}`, ({ channels }) =>
    channel_id === null ? undefined : channels.get(channel_id),
  )
  if (title) return title
  if (type === 'message' && channel && channel.channel_type !== 'dm') return texts.messageIn(channel.name)
  return texts.sourceTypes[type]
}
