import type { MyChannel } from '@parley/client/index'
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Hash, Lock, Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { channelPath } from '../../../addresses.ts'
import { useTexts } from '../../../i18n/language.ts'
import { shellTexts } from '../../../shell/texts/index.ts'
import { useStore, useTopic } from '../../../shell/workspace-provider.tsx'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/field.tsx'
import { useAttempt } from '../../../ui/forms.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { openDialog } from '../../open-dialog.ts'
import { chatTexts } from '../../texts/index.ts'
import { useIsAdminOf } from '../../use-role.ts'
import { ListScreen, ListTabs } from '../lists/list-screen.tsx'
import { Pages } from '../lists/pages.tsx'
import { findingTexts } from '../texts/index.ts'
import styles from './browse.module.css'

/** All channels that somebody can see, archived ones apart: to join, look at, or bring back. */
export default function BrowseChannels({ isArchived }: { isArchived: boolean }) {
  const shell = useTexts(shellTexts)
  const texts = useTexts(findingTexts)
  const { parley, workspaceId } = useStore()
  const [query, setQuery] = useState('')
  const wanted = useRested(query.trim().replace(/^#/, ''))
  const pages = useInfiniteQuery({
    queryKey: ['channels', isArchived, wanted],
    initialPageParam: 0,
    queryFn: async ({ pageParam }) =>
      await parley.channels.list({
        workspace_id: workspaceId,
        is_archived: isArchived,
        query: wanted || undefined,
        limit: 100,
        offset: pageParam,
      }),
    getNextPageParam: ({ pagination: { offset, limit, hasMore } }) => (hasMore ? offset + limit : undefined),
    staleTime: 0,
    placeholderData: keepPreviousData,
  })
  const listed = pages.data?.pages.flatMap(({ channels }) => channels) ?? []
  const shown = listed.filter(({ channel_type }) => channel_type !== 'dm')
  return (
    <ListScreen
      title={shell.browse}
      tabs={
        <ListTabs
          tabs={[
            ['/channels', texts.activeChannels],
            ['/channels/archived', texts.archivedChannels],
          ]}
        />
      }
      actions={
        <Button onClick={() => openDialog({ name: 'create channel' })}>
          <Plus aria-hidden />
          {shell.createChannel}
        </Button>
      }
    >
      <div className={styles.filter}>
        <TextField
          label={<span className="unseen">{texts.filterChannels}</span>}
          type="search"
          maxLength={100}
          placeholder={texts.filterChannels}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <Pages
        pages={pages}
        count={shown.length}
        empty={
          <EmptyState
            icon={Hash}
            title={isArchived && wanted === '' ? texts.noArchived : texts.noChannelFound}
            about={wanted === '' ? undefined : texts.noChannelFoundAbout}
          />
        }
      >
        {shown.map((channel) => (
          <ChannelRow key={channel.id} listed={channel} />
        ))}
      </Pages>
    </ListScreen>
  )
}

function ChannelRow({ listed }: { listed: MyChannel }) {
  const texts = useTexts(findingTexts)
  const chat = useTexts(chatTexts)
  const { parley, channels } = useStore()
  const queries = useQueryClient()
  const attempt = useAttempt()
  const isAdmin = useIsAdminOf()(listed)
  const channel = useTopic(`channel:${listed.id}`, (store) => store.channels.get(listed.id)) ?? listed
  const { id, name, is_private, is_member, is_archived, member_count, topic, description } = channel
  const Icon = is_private ? Lock : Hash
  const join = async () => {
    await parley.channels.join({ id })
    await channels.join(id)
  }
  const unarchive = async () => {
    channels.put((await parley.channels.update({ id, is_archived: false })).channel)
    await queries.invalidateQueries({ queryKey: ['channels'] })
  }
  return (
    <li className={styles.row}>
      <Icon aria-hidden />
      <div className={styles.about}>
        <Link href={channelPath({ channelId: id })} className={styles.name}>
          <bdi>{channel.display_name ?? name}</bdi>
        </Link>
        <p className={styles.topic}>
          {is_member && <span className={styles.joined}>{texts.joined}</span>}
          {chat.members(member_count)}
          {(topic ?? description) && <bdi> · {topic ?? description}</bdi>}
        </p>
      </div>
      {!is_member && !is_archived && (
        <Button aria-label={texts.joinChannel(name)} onClick={() => void attempt(join)}>
          {chat.join}
        </Button>
      )}
      {is_archived && isAdmin && <Button onClick={() => void attempt(unarchive)}>{texts.unarchive}</Button>}
    </li>
  )
}
