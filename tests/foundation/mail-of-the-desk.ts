import { receiveMail, showUnsubscribing, unsubscribe } from '@parley/contracts/desk/mail'
import { sendAgentMessage } from '@parley/contracts/desk/messages'
import { mailTranscript } from '@parley/contracts/desk/transcript'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { getTenantWorkspace } from '@parley/contracts/desk/workspace'
import { handOverMail } from '@parley/testing/desk-mail'
import type { InProcessPlatform } from '@parley/testing/platform'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import { expect, vi } from 'vitest'
import type { World } from '../authorisation/world.ts'
import { callingTwice } from './replaying.ts'

/** Has a visitor mail the desk and be mailed by it; what has succeeded. */
export async function mailTheDesk({ ada, platform }: World & { platform: InProcessPlatform }): Promise<string[]> {
  const email = 'zoe@home.test'
  const visitor = await visit(platform, await newWidgetKey(ada), { user: { email } })
  const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
  await ada.call(sendAgentMessage, { id, content: 'Hi' })
  await callingTwice(visitor.client)(mailTranscript, {})
  const link = await vi.waitFor(async () => {
    const mails = await platform.client().request('GET', '/dev/mail')
    const { text } = (mails.body as { to: string; text: string }[]).find(({ to }) => to === email)!
    return new URL(/https?:\S+unsubscribe\S+/.exec(text)![0])
  }, 30_000)
  const page = `${platform.url}${link.pathname}${link.search}`
  expect((await fetch(page)).status).toBe(200)
  expect((await fetch(page, { method: 'POST', body: new URLSearchParams() })).status).toBe(200)
  const { mailAddress } = await ada.call(getTenantWorkspace)
  const mail = `From: ${email}\nTo: ${mailAddress}\nMessage-ID: <1@home.test>\n\nMe again`
  const handedOver = await handOverMail(platform.url, mail, platform.inboundMailSecret)
  expect(handedOver.status).toBe(200)
  return [mailTranscript, showUnsubscribing, unsubscribe, receiveMail].map(({ name }) => name)
}
