import { updateChannel } from '@parley/contracts/channels/managing'
import { assignTwin } from '@parley/contracts/channels/twins'
import { createAttribute } from '@parley/contracts/desk/attributes'
import { createCannedReply } from '@parley/contracts/desk/canned-replies'
import { listTenantConversations } from '@parley/contracts/desk/conversation-lists'
import { resolveAgentConversation } from '@parley/contracts/desk/conversations'
import { createLabel } from '@parley/contracts/desk/labels'
import { createNote } from '@parley/contracts/desk/messages'
import { createSite } from '@parley/contracts/desk/sites'
import { updateTenantVisitor } from '@parley/contracts/desk/visitors'
import { rateInWidget, sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { getTenantWorkspace } from '@parley/contracts/desk/workspace'
import { updateMe } from '@parley/contracts/identity/auth'
import { uploadKnowledge } from '@parley/contracts/knowledge/knowledge'
import { uploadFiles } from '@parley/contracts/messages/files'
import { listMessages, postMessage, replyInThread } from '@parley/contracts/messages/messages'
import { pinMessage } from '@parley/contracts/messages/pins'
import { createTwin } from '@parley/contracts/twins/twins'
import { encodeId } from '@parley/contracts/type-id'
import { createIncomingWebhook } from '@parley/contracts/webhooks/incoming'
import { handOverMail } from '@parley/testing/desk-mail'
import { startMessagesApi } from '@parley/testing/messages-api'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import { describe, expect, it, vi } from 'vitest'
import { findHostile, hostileName, hostileTexts } from './hostile.ts'
import { openOffice } from './office.ts'

const model = await startMessagesApi()
model.otherwise({ text: hostileTexts.map((text) => `${text}\n\n`) })
const office = await openOffice(undefined, {
  'chat-engine': { ANTHROPIC_API_KEY: model.apiKey, ANTHROPIC_BASE_URL: model.url },
})
const { platform, url, ada, bob, channel, open } = office
const place = { channel_id: channel.id }
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="hacked=1"><script>hacked=1</script></svg>`

/** People, a twin and a program write all of it into the channel, and name themselves and their files so. */
async function fillChannel(): Promise<{ threadId: string }> {
  await bob.call(updateMe, { name: hostileName })
  await ada.call(updateChannel, {
    id: channel.id,
    display_name: hostileName,
    topic: hostileName,
    description: hostileName,
  })
  const files = [
    new File([svg], `${hostileName}.svg`, { type: 'image/svg+xml' }),
    new File(['<script>hacked=1</script>'], `${hostileName}.html`, { type: 'text/html' }),
  ]
  const uploaded = await bob.call(uploadFiles, { conversation_id: channel.id, files })
  const attachments = uploaded.data.files.map(({ id }) => ({ id }))
  const root = await bob.call(postMessage, { ...place, content: `hacked files ${hostileName}`, attachments })
  await bob.call(pinMessage, { id: root.data.id })
  for (const content of hostileTexts) await bob.call(postMessage, { ...place, content })
  for (const content of hostileTexts.slice(0, 5)) await bob.call(replyInThread, { id: root.data.id, content })
  await bob.call(postMessage, { ...place, content: `@Ada hacked ${hostileName}` })

  const twin = await ada.call(createTwin, { name: hostileName, handle: 'hostile', personality: hostileName })
  await ada.call(assignTwin, { id: channel.id, ai_twin_id: twin.data.id })
  await ada.call(postMessage, { ...place, content: '@hostile hacked?' })

  const hook = await ada.call(createIncomingWebhook, { channelId: channel.id, name: hostileName })
  const fields = { title: hostileName, text: hostileTexts.join('\n\n'), title_link: 'javascript:hacked=1' }
  for (const said of [
    {
      username: hostileName,
      icon_emoji: hostileName,
      icon_url: 'javascript:hacked=1',
      text: hostileTexts.join('\n\n'),
    },
    {
      text: '<javascript:hacked=1|hacked> <https://evil.example/"onmouseover="hacked=1|hacked>',
      attachments: [fields],
    },
  ]) {
    const answer = await fetch(hook.data.url, { method: 'POST', body: JSON.stringify(said) })
    expect(await answer.text()).toBe('ok')
  }
  await vi.waitUntil(async () => {
    const { data } = await ada.call(listMessages, { ...place, limit: 100 })
    return data.some((message) => 'ai_twin_id' in message && message.ai_twin_id !== null)
  }, 30_000)
  return { threadId: root.data.id }
}

/** A visitor writes all of it, and is named so; so are the page that they look at, their files, and what the desk has. */
async function fillDesk(): Promise<{ conversationId: string; visitorId: string; ratedId: string; mailedId: string }> {
  await ada.call(createAttribute, { key: 'plan', label: hostileName, type: 'text', isVisitorClaim: true })
  const visitor = await visit(platform, await newWidgetKey(ada), {
    user: { name: hostileName, phone: hostileName, attributes: { plan: hostileName } },
    page: { url: `https://shop.example/?${encodeURIComponent(hostileName)}#javascript:hacked=1`, title: hostileName },
  })
  let conversationId = ''
  for (const content of hostileTexts)
    conversationId = (await visitor.call(sendWidgetMessage, { content })).conversationId
  const attachments = ['', '.pdf', '.html', '.svg'].map(
    (ending) => new File(['%PDF-1.7\n'], `${hostileName}${ending}`, { type: 'text/html' }),
  )
  await visitor.call(sendWidgetMessage, { content: 'hacked files', attachments })
  for (const file of [
    new File(['<script>hacked=1</script>'], 'a.pdf'),
    new File([svg], 'a.png', { type: 'image/png' }),
  ])
    expect(await visitor.client.answer(sendWidgetMessage, { attachments: [file] })).toMatchObject({ status: 400 })
  const rated = await visitor.call(sendWidgetMessage, { content: 'hacked and rated', newConversation: true })
  await ada.call(resolveAgentConversation, { id: rated.conversationId })
  await visitor.call(rateInWidget, { conversationId: rated.conversationId, score: 1, comment: hostileTexts.join('\n') })
  const visitorId = visitor.session.visitor.id
  await ada.call(updateTenantVisitor, {
    id: visitorId,
    tags: [hostileName.slice(0, 30)],
    notes: hostileTexts.join('\n'),
  })
  await ada.call(createNote, { id: conversationId, content: hostileTexts.join('\n\n') })
  await ada.call(createLabel, { name: hostileName })
  await ada.call(createCannedReply, { name: hostileName, content: hostileName, isShared: true })
  await ada.call(createSite, { name: hostileName, domain: 'shop.example' })
  await ada.call(uploadKnowledge, { title: hostileName, content: hostileTexts.join('\n\n') })
  return { conversationId, visitorId, ratedId: rated.conversationId, mailedId: await receiveHostileMail() }
}

/** A mail that is hostile in its name, subject, text, HTML and file begins a conversation; its id. */
async function receiveHostileMail(): Promise<string> {
  const { mailAddress } = await ada.call(getTenantWorkspace)
  const html = hostileTexts.map((text) => `<p>${text}</p>`).join('')
  const mail = [
    `From: =?utf-8?B?${Buffer.from(hostileName).toString('base64')}?= <hostile@evil.example>`,
    ...[`To: ${mailAddress}`, `Subject: hacked ${hostileName}`, 'Message-ID: <hacked@evil.example>'],
    ...['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b'],
    ...['Content-Type: text/html; charset=utf-8', '', html, '--b', 'Content-Type: application/pdf'],
    `Content-Disposition: attachment; filename="${hostileName.replaceAll('"', '')}.pdf"`,
    ...['', '%PDF-1.7', '--b--', ''],
  ].join('\r\n')
  const taken = await handOverMail(platform.url, mail, platform.inboundMailSecret)
  expect(await taken.json()).toMatchObject({ outcome: 'stored' })
  const { conversations } = await ada.call(listTenantConversations, {})
  return conversations.find(({ visitor }) => visitor.email === 'hostile@evil.example')!.id
}

describe('what somebody else has written, named or uploaded', { timeout: 240_000 }, () => {
  it('is text on every screen: it runs nothing, and loads nothing', async () => {
    const [{ threadId }, { conversationId, visitorId, ratedId, mailedId }] = await Promise.all([
      fillChannel(),
      fillDesk(),
    ])
    const { page, context, troubles } = await open(ada)
    page.on('dialog', (dialog) => troubles.push(`a dialog: ${dialog.message()}`))
    const workspace = `/app/${encodeId('wsp', ada.workspaceId)}`
    const inChannel = `/c/${encodeId('ch', channel.id)}`
    const found: Record<string, string[]> = {}
    for (const path of [
      inChannel,
      `${inChannel}?t=${encodeId('msg', threadId)}`,
      ...['about', 'members', 'files', 'pins', 'twins'].map((tab) => `${inChannel}/details/${tab}`),
      ...['/threads', '/mentions', '/search?q=hacked'],
      ...['/desk/waiting', '/desk/visitors'],
      ...[conversationId, mailedId].map((id) => `/desk/waiting/${id}`),
      `/desk/closed/${ratedId}`,
      `/desk/visitors/${visitorId}`,
      ...['members', 'twins', 'knowledge', 'webhooks', 'sites', 'labels', 'attributes', 'replies'].map(
        (name) => `/admin/${name}`,
      ),
    ]) {
      await page.goto(url + workspace + path)
      await page
        .getByText(/hacked/)
        .first()
        .waitFor()
      await vi.waitUntil(() => page.evaluate<boolean>(`document.querySelector('[aria-busy=true]') === null`), 10_000)
      const problems = await page.evaluate<string[]>(findHostile)
      if (problems.length > 0) found[path] = problems
    }
    expect(found).toEqual({})
    // It would be found.
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('a'), { href: 'javascript:hacked=1' }))`,
    )
    expect(await page.evaluate(findHostile)).toHaveLength(1)
    expect(troubles).toEqual([])
    await context.close()
  })
})
