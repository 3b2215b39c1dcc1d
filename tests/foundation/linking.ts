import { connectPlatform, disconnectPlatform } from '@parley/contracts/connections/connections'
import {
  confirmAccountLink,
  listLinkedAccounts,
  startAccountLink,
  unlinkAccount,
} from '@parley/contracts/connections/linked-accounts'
import type { SlackDouble } from '@parley/testing/platforms/slack'
import type { World } from '../authorisation/world.ts'

const platform = 'slack' as const

/** Has somebody link their account on Slack, and unlink it; what has succeeded. */
export async function linkAccounts({ ada }: World, slack: SlackDouble): Promise<string[]> {
  const foreignId = slack.person('ada-of-slack')
  const { botToken, signingSecret } = slack
  await ada.call(connectPlatform, { platform, config: { credentials: { botToken, signingSecret } } })
  await ada.call(startAccountLink, { platform, foreignId })
  const sent = slack.calls.findLast(({ method }) => method === 'chat.postMessage')
  const [code = ''] = /\d{8}/.exec(String(sent?.args.text)) ?? []
  await ada.call(confirmAccountLink, { platform, code })
  await ada.call(listLinkedAccounts)
  await ada.call(unlinkAccount, { platform })
  await ada.call(disconnectPlatform, { platform })
  return [startAccountLink, confirmAccountLink, listLinkedAccounts, unlinkAccount].map(({ name }) => name)
}
