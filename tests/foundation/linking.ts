import { connectPlatform, disconnectPlatform, receiveAppEvents } from '@parley/contracts/connections/connections'
import {
  confirmAccountLink,
  listLinkedAccounts,
  startAccountLink,
  unlinkAccount,
} from '@parley/contracts/connections/linked-accounts'
import { finishPlatformOAuth, returnFromPlatform, startPlatformOAuth } from '@parley/contracts/connections/oauth'
import type { InProcessPlatform } from '@parley/testing/platform'
import { type SlackDouble, signedHeaders } from '@parley/testing/platforms/slack'
import { expect } from 'vitest'
import type { World } from '../authorisation/world.ts'
import { callingTwice } from './replaying.ts'

const platform = 'slack' as const

/** Has somebody install the app in Slack, link their account there, and unlink it; what has succeeded. */
export async function linkAccounts(
  { ada, platform: { url } }: World & { platform: InProcessPlatform },
  slack: SlackDouble,
): Promise<string[]> {
  const begun = await ada.call(startPlatformOAuth, { platform })
  const { pathname, search } = new URL(slack.authorize(begun.url))
  const { status, headers } = await fetch(`${url}${pathname}${search}`, { redirect: 'manual' })
  expect(status).toBe(303)
  const { searchParams: granted } = new URL(headers.get('location')!)
  await ada.call(finishPlatformOAuth, { platform, state: granted.get('state')!, code: granted.get('code')! })
  const event = { type: 'emoji_changed', subtype: 'add', name: 'parrot' }
  const body = JSON.stringify({ type: 'event_callback', event_id: 'Ev1', team_id: 'T0000000001', event })
  const signed = signedHeaders(body, slack.signingSecret)
  const delivered = await fetch(`${url}/api/v2/platform-connections/slack/events`, {
    ...{ method: 'POST', headers: signed, body },
  })
  expect(delivered.status).toBe(200)
  await ada.call(disconnectPlatform, { platform })
  const foreignId = slack.person('ada-of-slack')
  const { botToken, signingSecret } = slack
  await ada.call(connectPlatform, { platform, config: { credentials: { botToken, signingSecret } } })
  const callTwice = callingTwice(ada.client)
  await callTwice(startAccountLink, { platform, foreignId })
  const sent = slack.calls.findLast(({ method }) => method === 'chat.postMessage')
  const [code = ''] = /\d{8}/.exec(String(sent?.args.text)) ?? []
  await callTwice(confirmAccountLink, { platform, code })
  await ada.call(listLinkedAccounts)
  await ada.call(unlinkAccount, { platform })
  await ada.call(disconnectPlatform, { platform })
  return [
    startPlatformOAuth,
    returnFromPlatform,
    finishPlatformOAuth,
    receiveAppEvents,
    startAccountLink,
    confirmAccountLink,
    listLinkedAccounts,
    unlinkAccount,
  ].map(({ name }) => name)
}
