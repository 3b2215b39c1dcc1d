import { decodeId, encodeId, type IdPrefix } from '@parley/contracts/type-id'

/** Below this the console answers. */
export const base = '/app'

/** An id as an address has it. */
export const idIn = (prefix: IdPrefix, uuid: string): string => encodeId(prefix, uuid)
/** The UUID of an id in an address; undefined where it is none of this kind. */
export const idFrom = (prefix: IdPrefix, text: string | null | undefined): string | undefined =>
  text ? decodeId(text, [prefix]) : undefined

export const workspacePath = (workspaceId: string): string => `/${idIn('wsp', workspaceId)}`

/** Where one’s workspaces and invitations are, within any of them. */
export const workspacesPath = '/account/workspaces'

/** Where it says what has become of a workspace that was deleted; of none that is there. */
export const deletionPath = (workspaceId: string): string => `/deletions/${idIn('wsp', workspaceId)}`

/** The workspace whose deletion a path is about. */
export const deletedAt = (path: string): string | undefined =>
  path.startsWith('/deletions/') ? idFrom('wsp', path.split('/')[2]) : undefined

export interface ChannelAddress {
  channelId: string
  /** A message that is shown in its place. */
  messageId?: string | undefined
  /** A thread that is open beside the channel. */
  threadId?: string | undefined
  /** A day, such as `2026-03-19`, whose first message is shown in its place. */
  day?: string | undefined
}

/** Where a channel is, within its workspace. */
export function channelPath({ channelId, messageId, threadId, day }: ChannelAddress): string {
  const query = new URLSearchParams()
  if (messageId !== undefined) query.set('m', idIn('msg', messageId))
  if (threadId !== undefined) query.set('t', idIn('msg', threadId))
  if (day !== undefined) query.set('d', day)
  return `/c/${idIn('ch', channelId)}${query.size > 0 ? `?${query}` : ''}`
}

/** The channel that a path within a workspace is of. */
export const channelAt = (path: string): string | undefined =>
  path.startsWith('/c/') ? idFrom('ch', path.split('/')[2]) : undefined

export const searchPath = (query: string): string =>
  query ? `/search?${new URLSearchParams({ q: query })}` : '/search'

/** Where a thread is open beside the list of all. */
export const threadsPath = (threadId?: string): string =>
  threadId === undefined ? '/threads' : `/threads?t=${idIn('msg', threadId)}`

export const detailsTabs = ['about', 'members', 'files', 'pins', 'twins'] as const
/** A part of what a channel’s details show. */
export type DetailsTab = (typeof detailsTabs)[number]

/** Where a channel’s details are, beside it. */
export const detailsPath = (channelId: string, tab: DetailsTab = 'about'): string =>
  `/c/${idIn('ch', channelId)}/details/${tab}`

/** Where a document of the workspace’s knowledge is, or one of its passages. */
export const documentPath = (documentId: string, passage?: number | null): string =>
  `/admin/knowledge/${idIn('doc', documentId)}${typeof passage === 'number' ? `/passages?p=${passage}` : ''}`

/** Where a private conversation with twins is, and their list. */
export const privateChatPath = (chatId?: string): string =>
  chatId === undefined ? '/twins' : `/twins/${idIn('chat', chatId)}`

/** The whole URL of a channel’s message, to be copied. */
export const linkTo = (workspaceId: string, address: ChannelAddress): string =>
  `${location.origin}${base}${workspacePath(workspaceId)}${channelPath(address)}`
