/** A member of a Slack workspace, or a bot's user. */
export interface SlackPerson {
  id: string
  name: string
  realName: string
  email: string
  avatarUrl: string
  isBot: boolean
}

export interface SlackChannel {
  id: string
  name: string
  kind: 'public' | 'private' | 'im'
  isArchived: boolean
  creator: string
  /** In ms. */
  createdAt: number
  members: Set<string>
  /** Oldest first; replies too. */
  messages: SlackMessage[]
  byTs: Map<string, SlackMessage>
}

export interface SlackFile {
  id: string
  name: string
  title: string
  type: string
  bytes: Buffer
  user: string
  /** In s. */
  created: number
  /** The messages that show it. */
  shares: { channel: string; kind: SlackChannel['kind']; ts: string }[]
  /** Its uploader has completed it. */
  isComplete: boolean
}

export interface SlackMessage {
  ts: string
  subtype?: 'bot_message' | 'thread_broadcast' | 'channel_join' | 'channel_topic' | 'tombstone'
  /** Nobody, where an app posts under a name of its own. */
  user?: string
  /** Of a message that the app has posted. */
  bot?: { username?: string; iconUrl?: string; iconEmoji?: string }
  text: string
  threadTs?: string
  replies: SlackMessage[]
  edited?: { user: string; ts: string }
  /** Who reacted, by the emoji’s name. */
  reactions: Map<string, string[]>
  files: SlackFile[]
  metadata?: SlackMetadata
  attachments?: unknown[]
  blocks?: unknown[]
}

export interface SlackMetadata {
  event_type: string
  event_payload: Record<string, unknown>
}

/** The workspace and the app that is installed there. */
export interface SlackInstallation {
  teamId: string
  teamName: string
  appId: string
  botId: string
  /** The app’s user in the workspace. */
  botUserId: string
}

/** A channel as the Web API shows it to the app. */
export function channelResource(channel: SlackChannel, { teamId, botUserId }: SlackInstallation) {
  const { id, name, kind, isArchived, creator, createdAt, members } = channel
  const created = Math.floor(createdAt / 1000)
  if (kind === 'im') {
    const user = [...members].find((member) => member !== botUserId)
    return { id, created, is_im: true, is_archived: isArchived, is_org_shared: false, user, context_team_id: teamId }
  }
  return {
    id,
    name,
    name_normalized: name,
    is_channel: kind === 'public',
    is_group: kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: kind === 'private',
    created,
    updated: createdAt,
    is_archived: isArchived,
    is_general: name === 'general',
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    pending_shared: [],
    unlinked: 0,
    context_team_id: teamId,
    creator,
    is_member: members.has(botUserId),
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
    num_members: members.size,
  }
}

export function personResource(person: SlackPerson, teamId: string, { withEmail }: { withEmail: boolean }) {
  const { id, name, realName, email, avatarUrl, isBot } = person
  return {
    id,
    team_id: teamId,
    name,
    real_name: realName,
    deleted: false,
    is_bot: isBot,
    is_app_user: false,
    tz: 'Europe/Amsterdam',
    updated: 1_700_000_000,
    profile: {
      real_name: realName,
      display_name: name,
      ...(withEmail && { email }),
      image_72: avatarUrl,
      image_192: avatarUrl,
      image_512: avatarUrl,
      team: teamId,
    },
  }
}

/** A file; before its scan is over it has neither a type nor the messages that show it. */
export function fileResource(file: SlackFile, baseUrl: string, { isScanned }: { isScanned: boolean }) {
  const { id, name, title, type, bytes, user, created, shares } = file
  const url = `${baseUrl}/files-pri/${id}/${encodeURIComponent(name)}`
  const sharesOf = (isPublic: boolean) =>
    Object.fromEntries(
      shares.filter(({ kind }) => (kind === 'public') === isPublic).map(({ channel, ts }) => [channel, [{ ts }]]),
    )
  return {
    id,
    created,
    timestamp: created,
    name,
    title,
    mimetype: isScanned ? type : '',
    filetype: isScanned ? (name.split('.').at(-1) ?? '') : '',
    pretty_type: '',
    user,
    editable: false,
    size: bytes.length,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: true,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: url,
    url_private_download: `${url}?download=1`,
    file_access: 'visible',
    shares: isScanned ? { public: sharesOf(true), private: sharesOf(false) } : {},
  }
}

/** A message as histories and events show it. */
export function messageResource(
  message: SlackMessage,
  channel: SlackChannel,
  { teamId, appId, botId }: SlackInstallation,
  { baseUrl, withMetadata = false }: { baseUrl: string; withMetadata?: boolean },
) {
  const { ts, subtype, user, bot, text, threadTs, replies, edited, reactions, files } = message
  const { metadata, attachments, blocks } = message
  const root = threadTs === undefined ? undefined : channel.byTs.get(threadTs)
  return {
    type: 'message',
    ...(subtype && { subtype }),
    ...(subtype === 'tombstone' && { hidden: true }),
    ts,
    ...(user !== undefined && { user }),
    text,
    team: teamId,
    ...(bot && {
      bot_id: botId,
      app_id: appId,
      ...(bot.username !== undefined && { username: bot.username }),
      ...(bot.iconUrl !== undefined && { icons: { image_48: bot.iconUrl } }),
      ...(bot.iconEmoji !== undefined && { icons: { emoji: bot.iconEmoji } }),
    }),
    ...(threadTs !== undefined && { thread_ts: threadTs, ...(root?.user && { parent_user_id: root.user }) }),
    ...(replies.length > 0 && {
      thread_ts: ts,
      reply_count: replies.length,
      reply_users: [...new Set(replies.map((reply) => reply.user ?? botId))],
      latest_reply: replies.at(-1)!.ts,
    }),
    ...(edited && { edited }),
    ...(reactions.size > 0 && {
      reactions: [...reactions].map(([name, users]) => ({ name, users, count: users.length })),
    }),
    ...(files.length > 0 && {
      files: files.map((file) => fileResource(file, baseUrl, { isScanned: true })),
      upload: false,
    }),
    ...(attachments && { attachments }),
    ...(blocks && { blocks }),
    ...(withMetadata && metadata && { metadata }),
  }
}
