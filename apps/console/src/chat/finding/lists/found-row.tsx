import type { Message } from '@parley/client/index'
import type { ReactNode } from 'react'
import { channelPath } from '../../../addresses.ts'
import { useTexts } from '../../../i18n/language.ts'
import { plainText } from '../../../text/plain.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { ChannelTitle } from '../../channel-title.tsx'
import { chatTexts } from '../../texts/index.ts'
import { ListRow } from './list-row.tsx'

interface FoundRowProps {
  message: Message
  /** Its channel was said before. */
  isOfGroup?: boolean
  /** In place of the beginning of its text. */
  children?: ReactNode
}

/** A message elsewhere: it leads to its place. */
export function FoundRow({ message, isOfGroup, children }: FoundRowProps) {
  const { formerMember, thread } = useTexts(chatTexts)
  const { id, channel_id: channelId, parent_message_id, display_name, avatar_url, author_type, created_at } = message
  const name = display_name ?? formerMember
  const files = message.attachments?.map((file) => file.name).join(', ')
  return (
    <ListRow
      path={channelPath({ channelId, messageId: id, threadId: parent_message_id ?? undefined })}
      picture={<Avatar name={name} url={avatar_url} isTwin={author_type === 'twin'} />}
      title={name}
      place={isOfGroup ? undefined : <ChannelTitle channelId={channelId} />}
      time={created_at}
      notes={
        (parent_message_id !== null || files) && (
          <>
            {parent_message_id !== null && <span>{thread}</span>}
            {files && <bdi>{files}</bdi>}
          </>
        )
      }
    >
      {children ?? plainText(message.content)}
    </ListRow>
  )
}
