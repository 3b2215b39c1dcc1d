import * as z from 'zod'
import { editParts } from '../edit-parts.ts'
import { escapeHtml } from '../markdown.ts'
import { findLinkedMentions } from '../mentions.ts'
import type { EditOptions, LinkedPeople, OutgoingMessage, SentMessage, SentSearch } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { splitText } from '../split-text.ts'
import { type Call, isRefusal } from './calls.ts'
import { plainTextOf } from './from-teams.ts'
import { messagesOf, messagesPath } from './history.ts'
import { idOf, Page, partsOfId } from './payloads.ts'
import { toTeams } from './to-teams.ts'

/** With its HTML; an activity of 80 KB is refused. */
export const maxTextLength = 20_000
/** Clocks differ by no more. */
const clockMarginMs = 60_000
const maxPages = 10

export interface SendingParts {
  bot: Call
  graph: Call
  people: LinkedPeople
  app: { clientId: string; tenantId: string; teamId: string }
}

const Created = z.object({ id: z.string(), activityId: z.string().nullish() })

/** Messages from here, with their author's name before the text: Graph lets no app write, and a bot has one name. */
export function createSending({ bot, graph, people, app }: SendingParts) {
  /** A message as activities, as many as are necessary. */
  async function partsOf({ author, text }: SentMessage) {
    const mentions = await findLinkedMentions(text, people)
    const handles = new Map<string, string>()
    const prose = (escaped: string) =>
      mentions.write(escaped, (id, handle) => {
        handles.set(id, handle)
        return `<at>${handle}</at>`
      })
    const name = `<p><strong>${escapeHtml(author.name)}</strong></p>`
    return splitText(text, maxTextLength, (markdown) => `${name}\n${toTeams(markdown, prose)}`).map((html) => ({
      ...{ type: 'message', textFormat: 'xml', text: html },
      entities: [...handles]
        .map(([id, handle]) => ({ type: 'mention', text: `<at>${handle}</at>`, mentioned: { id, name: handle } }))
        .filter((mention) => html.includes(mention.text)),
    }))
  }
  type Part = Awaited<ReturnType<typeof partsOf>>[number]

  const activitiesPath = (channelId: string, rootId: string) =>
    `v3/conversations/${encodeURIComponent(`${channelId};messageid=${rootId}`)}/activities`
  const activityPath = (channelId: string, given: string) => {
    const { rootId, id } = partsOfId(given)
    return `${activitiesPath(channelId, rootId ?? id)}/${id}`
  }

  async function post(channelId: string, rootId: string | null, activity: Part, signal: AbortSignal): Promise<string> {
    const missing = { missing: 'channel_gone' } as const
    if (rootId !== null) {
      const answer = await bot('POST', activitiesPath(channelId, rootId), signal, { body: activity, ...missing })
      return idOf(rootId, Created.parse(answer).id)
    }
    const channelData = { channel: { id: channelId }, tenant: { id: app.tenantId } }
    const body = { isGroup: true, bot: { id: `28:${app.clientId}` }, channelData, activity }
    const { id, activityId } = Created.parse(await bot('POST', 'v3/conversations', signal, { body, ...missing }))
    return activityId ?? id.split(';messageid=')[1] ?? id
  }

  /** What is gone already was meant to be. */
  async function remove(channelId: string, ids: readonly string[], signal: AbortSignal): Promise<void> {
    for (const id of ids)
      await bot('DELETE', activityPath(channelId, id), signal).catch((error) => {
        const isGone = error instanceof PlatformError && error.failure === 'not_found'
        if (!isGone && !isRefusal(error, 'ForbiddenOperationException')) throw error
      })
  }

  /** Our messages of a channel or thread since a time, oldest first, as they read. */
  async function readOwn(channelId: string, rootId: string | null, since: Date, signal: AbortSignal) {
    const messages = messagesPath(app.teamId, channelId)
    let next: string | null | undefined =
      rootId === null ? `${messages}?$top=50` : `${messages}/${rootId}/replies?$top=50`
    const found: { id: string; at: number; text: string }[] = []
    for (let read = 0; next && read < maxPages; read++) {
      const page: z.output<typeof Page> = Page.parse(await graph('GET', next, signal))
      const recent = messagesOf(page.value).filter(
        ({ createdDateTime }) => Date.parse(createdDateTime) >= since.getTime() - clockMarginMs,
      )
      for (const { id, from, body, createdDateTime, deletedDateTime } of recent)
        if (from?.application?.id === app.clientId && !deletedDateTime)
          found.push({
            ...{ id: idOf(rootId, id), at: Date.parse(createdDateTime), text: plainTextOf(body?.content ?? '') },
          })
      next = recent.length > 0 ? page['@odata.nextLink'] : null
    }
    return found.sort((a, b) => a.at - b.at)
  }

  return {
    remove,

    /** To somebody for whom the Teams app is installed, as it is for a team's members. */
    async sendDirect(foreignId: string, text: string, signal: AbortSignal): Promise<void> {
      const members = [{ id: foreignId }]
      const body = { isGroup: false, bot: { id: `28:${app.clientId}` }, members, tenantId: app.tenantId }
      const { id } = Created.parse(await bot('POST', 'v3/conversations', signal, { body }))
      const activity = { type: 'message', textFormat: 'xml', text: toTeams(text, (prose) => prose) }
      await bot('POST', `v3/conversations/${encodeURIComponent(id)}/activities`, signal, { body: activity })
    },

    async send(channelId: string, message: OutgoingMessage, signal: AbortSignal): Promise<readonly string[]> {
      const ids: string[] = []
      for (const part of await partsOf(message)) ids.push(await post(channelId, message.threadId, part, signal))
      return ids
    },

    /**
     * A bot's messages carry nothing of ours but what everybody reads: found by that, among those that are not known. Parts
     * of a message that did not arrive as a whole are taken back: it is sent again.
     */
    async findSent(
      channelId: string,
      message: SentMessage,
      { since, from, linkedAmong }: SentSearch,
      signal: AbortSignal,
    ): Promise<readonly string[]> {
      const own = await readOwn(channelId, message.threadId, since, signal)
      const linked = own.length > 0 ? await linkedAmong(own.map(({ id }) => id)) : new Set<string>()
      const parts = (await partsOf(message)).slice(from).map(({ text }) => plainTextOf(text))
      const ids: string[] = []
      for (const { id, text } of own) if (!linked.has(id) && text === parts[ids.length]) ids.push(id)
      if (ids.length === parts.length || from !== undefined) return ids
      await remove(channelId, ids, signal)
      return []
    },

    async edit(
      channelId: string,
      ids: readonly string[],
      message: OutgoingMessage,
      { signal, findLost, beginPart, noteParts }: EditOptions,
    ): Promise<readonly string[]> {
      return editParts([...ids, ...(await findLost(ids.length))], await partsOf(message), {
        begin: beginPart,
        add: (part) => post(channelId, message.threadId, part, signal),
        change: async (id, part) => void (await bot('PUT', activityPath(channelId, id), signal, { body: part })),
        note: noteParts,
        remove: (left) => remove(channelId, left, signal),
      })
    },
  }
}
