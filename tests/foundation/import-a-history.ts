import { connectPlatform, disconnectPlatform } from '@parley/contracts/connections/connections'
import { cancelHistoryImport, getHistoryImport, importHistory } from '@parley/contracts/connections/history'
import type { Person } from '@parley/testing/people'
import type { SlackDouble } from '@parley/testing/platforms/slack'
import { expect, vi } from 'vitest'
import { callingTwice } from './replaying.ts'

const platform = 'slack' as const

/** Imports the history of a Slack workspace, once in spite of its failures, and cancels another; what has succeeded. */
export async function importTheHistory({ ada }: { ada: Person }, slack: SlackDouble): Promise<string[]> {
  const zoe = slack.person('zoe')
  const at = (minutes: number) => new Date(Date.UTC(2024, 4, 1, 12, minutes))
  const remote = slack.channel('before')
  const root = slack.post(remote, zoe, 'root', { at: at(0) })
  slack.post(remote, zoe, 'reply', { at: at(1), thread: root })
  const closed = slack.channel('closed', { isPrivate: true })
  slack.post(closed, zoe, 'psst', { at: at(0) })
  const { botToken, signingSecret } = slack
  await ada.call(connectPlatform, { platform, config: { credentials: { botToken, signingSecret } } })
  slack.faults.calls.next({ kind: 'status', status: 503 }, { of: 'conversations.history' })
  slack.faults.calls.next({ kind: 'rate limit', retryAfterS: 1 }, { of: 'conversations.replies' })
  const { jobId } = await callingTwice(ada.client)(importHistory, { platform, channelIds: [remote] })
  const done = await vi.waitUntil(async () => {
    const status = await ada.call(getHistoryImport, { platform, jobId })
    return status.completedAt !== null && status
  }, 60_000)
  expect(done).toMatchObject({ status: 'completed', messagesImported: 2 })
  slack.faults.calls.next({ kind: 'rate limit', retryAfterS: 3_600 }, { of: 'conversations.history' })
  const other = await ada.call(importHistory, { platform })
  await ada.call(cancelHistoryImport, { platform, jobId: other.jobId })
  await ada.call(disconnectPlatform, { platform })
  return [importHistory, getHistoryImport, cancelHistoryImport].map(({ name }) => name)
}
