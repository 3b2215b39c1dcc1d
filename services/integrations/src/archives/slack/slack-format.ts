import { plainNames } from '../../platforms/slack/format.ts'
import type { DayFormat } from '../day-files.ts'
import { shownName } from '../shown-name.ts'
import { translate } from './slack-message.ts'
import { SlackChannel, SlackUser } from './slack-types.ts'

/** A Slack workspace export. */
export const slackFormat: DayFormat = {
  kind: 'slack',
  platform: 'slack',

  person(given) {
    const { success, data } = SlackUser.safeParse(given)
    if (!success) return undefined
    const { id, name, real_name: realName, profile } = data
    return {
      id,
      name: shownName(profile?.display_name, profile?.real_name, realName, name, id),
      email: profile?.email ?? null,
      avatarUrl: profile?.image_192 ?? null,
    }
  },

  channel(given, isPrivate) {
    const { success, data } = SlackChannel.safeParse(given)
    const folder = success ? (data.name ?? data.id) : undefined
    if (!success || folder === undefined) return undefined
    return {
      key: data.id ?? folder,
      part: folder,
      name: data.name ?? `direct-${folder}`,
      displayName: null,
      description: data.purpose?.value ?? null,
      topic: data.topic?.value ?? null,
      isPrivate,
      isArchived: data.is_archived,
      isGeneral: false,
    }
  },

  translator(channelKey, authors) {
    const names = plainNames((id) => authors.get(id)?.name)
    const context = { channelKey, authors, names, now: Date.now() }
    return (given) => translate(given, context)
  },
}
