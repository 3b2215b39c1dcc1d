import { createChannel } from '@parley/contracts/channels/channels'
import { updateChannel } from '@parley/contracts/channels/managing'
import { sendChat, stopChatStream, streamChat } from '@parley/contracts/chat/chat'
import { getRun, listRuns, retryRun } from '@parley/contracts/chat/runs'
import { deleteChatSession, listChatMessages } from '@parley/contracts/chat/sessions'
import { removeWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { deleteMessage } from '@parley/contracts/messages/changes'
import type { Message } from '@parley/contracts/messages/message'
import { getMessage, listMessages } from '@parley/contracts/messages/messages'
import { listUsage } from '@parley/contracts/usage/usage'
import type { MediaDouble } from '@parley/testing/media-api'
import { colleague, type People, type Person } from '@parley/testing/people'
import type { InProcessPlatform } from '@parley/testing/platform'
import { filesOfChannel } from '@parley/testing/rows/messaging'
import { describe, expect, it, vi } from 'vitest'

type Frame = { event: string; data: Record<string, unknown> }

/** Answers that are pictures and videos. */
export function describeMedia({
  platform,
  media,
  ada,
  bob,
  eve,
}: People & { platform: InProcessPlatform; media: MediaDouble }): void {
  const makePicture = (by: Person, where: object = { sessionId: crypto.randomUUID() }) =>
    by.call(sendChat, { message: 'A brass key', messageType: 'image', ...where })
  const get = (url: string) => fetch(url.replace(/^https?:\/\/[^/]+/, platform.url))
  const statusOf = async (url: string, changed: Record<string, string | undefined> = {}) => {
    const other = new URL(url)
    for (const [name, value] of Object.entries(changed)) if (value) other.searchParams.set(name, value)
    return (await get(other.href)).status
  }
  const newChannel = async () =>
    (
      await ada.call(createChannel, {
        workspace_id: ada.workspaceId,
        name: `pictures-${crypto.randomUUID()}`,
        channel_type: 'text',
      })
    ).channel.id
  const usageOf = async (model: string) =>
    (await ada.call(listUsage, { group_by: 'model' })).data.find(({ key }) => key === model)
  /** The files of a place here, and whether anything holds them. */
  const filesOf = (placeId: string) =>
    platform.database.query('select holder_id is not null as is_held from chat_engine.files where place_id = $1', [
      placeId,
    ])

  /** Has a picture made, and does something before it is there. */
  async function whilePictureIsMade(by: Person, where: object, work: () => Promise<unknown>) {
    const gate = Promise.withResolvers<void>()
    media.gate = gate.promise
    const asked = media.prompts.length
    const answer = by.answerTo(sendChat, { message: 'A brass key', messageType: 'image', ...where })
    await vi.waitFor(() => expect(media.prompts.length).toBe(asked + 1))
    await work()
    gate.resolve()
    return answer
  }

  describe('a picture in a private conversation', () => {
    it('is a file of the answer, of its message and of its run', async () => {
      const { sessionId, attachments, metadata, ...answer } = await makePicture(ada)
      expect(answer).toMatchObject({ reply: 'Here is the picture.', messageId: expect.any(String) })
      expect(metadata).toMatchObject({ model: 'pictures-1', stopReason: 'end' })
      expect(media.prompts.at(-1)).toBe('A brass key')
      const { length: size } = media.picture
      const shown = { id: expect.any(String), name: 'image.png', type: 'image/png', size, width: 1, height: 1 }
      const urls = { url: expect.stringContaining('/api/v2/chat/files/'), thumbnail_url: expect.any(String) }
      expect(attachments).toEqual([{ ...shown, ...urls }])
      const { data } = await ada.call(listChatMessages, { id: sessionId })
      expect(data.map((message) => message.attachments)).toEqual([attachments, []])
      expect((await ada.call(getRun, { id: metadata.runId })).data.attachments).toEqual(attachments)

      const file = await get(attachments[0]!.url)
      expect(file.headers.get('content-type')).toBe('image/png')
      expect(Buffer.from(await file.arrayBuffer())).toEqual(media.picture)
      expect(await statusOf(attachments[0]!.thumbnail_url!)).toBe(200)
    })

    it('is shown again under the key that it was asked with', async () => {
      const input = { message: 'A brass key', messageType: 'image', sessionId: crypto.randomUUID() } as const
      const options = { idempotencyKey: 'picture' }
      const first = await ada.client.call(sendChat, input, options)
      expect(await ada.client.call(sendChat, input, options)).toEqual(first)
      expect(await statusOf(first.attachments[0]!.url)).toBe(200)
    })

    it('is nobody else’s, and its URL opens nothing else', async () => {
      const { url } = (await makePicture(ada)).attachments[0]!
      for (const changed of [{ user: bob.userId }, { workspace: eve.workspaceId, user: eve.userId }])
        expect(await statusOf(url, changed)).toBe(404)
      expect(await statusOf(url.replace('/api/v2/chat/files/', '/api/knowledge/files/'))).toBe(404)
      expect(await statusOf(url)).toBe(200)
    })

    it('goes with the conversation', async () => {
      const { sessionId, attachments } = await makePicture(ada)
      await ada.call(deleteChatSession, { id: sessionId })
      expect(await statusOf(attachments[0]!.url)).toBe(404)
      expect(await filesOf(sessionId)).toEqual([])
    })

    it('takes no other files along where the conversation has the id of their place', async () => {
      const { attachments } = await makePicture(ada, { sessionId: ada.workspaceId })
      const others = `update chat_engine.files set holder_id = gen_random_uuid() where id = $1`
      await platform.database.query(others, [attachments[0]!.id])
      await ada.call(deleteChatSession, { id: ada.workspaceId })
      expect(await filesOf(ada.workspaceId)).toEqual([{ is_held: true }])
    })

    it('is not shown to whoever has left the workspace', async () => {
      const pat = await colleague(platform, ada, 'pat')
      const { url } = (await makePicture(pat)).attachments[0]!
      expect(await statusOf(url)).toBe(200)
      await ada.call(removeWorkspaceMember, { id: ada.workspaceId, userId: pat.userId })
      expect(await statusOf(url)).toBe(404)
    })

    it('is kept nowhere where the conversation is deleted meanwhile', async () => {
      const sessionId = crypto.randomUUID()
      await whilePictureIsMade(ada, { sessionId }, () => ada.call(deleteChatSession, { id: sessionId }))
      expect(await filesOf(sessionId)).toEqual([])
    })
  })

  describe('a picture in a channel', () => {
    it('is an attachment of the answer’s message, as any', async () => {
      const channelId = await newChannel()
      const { messageId, attachments, metadata } = await makePicture(ada, { channelId })
      const { data: message } = await ada.call(getMessage, { id: messageId! })
      expect(message).toMatchObject({ content: 'Here is the picture.', author_type: 'twin' })
      expect(message.attachments).toEqual(attachments)
      expect(attachments[0]!.url).toContain('/api/v2/files/')
      expect(Buffer.from(await (await get(attachments[0]!.url)).arrayBuffer())).toEqual(media.picture)
      const { data: run } = await bob.call(getRun, { id: metadata.runId })
      expect(run.attachments).toMatchObject([{ id: attachments[0]!.id }])
      expect(run.attachments[0]!.url).not.toBe(attachments[0]!.url)
      expect(await statusOf(run.attachments[0]!.url)).toBe(200)

      await ada.call(deleteMessage, { id: messageId!, admin: true })
      expect(await statusOf(run.attachments[0]!.url)).toBe(404)
      await vi.waitFor(async () =>
        expect((await ada.call(getRun, { id: metadata.runId })).data.attachments).toEqual([]),
      )
    })

    it('is not posted where the channel is archived meanwhile', async () => {
      const channelId = await newChannel()
      const answer = await whilePictureIsMade(ada, { channelId }, () =>
        ada.call(updateChannel, { id: channelId, is_archived: true }),
      )
      expect(answer).toMatchObject({ status: 409 })
      expect(await filesOfChannel(platform.database, channelId)).toEqual([])
      const { data } = await ada.call(listMessages, { channel_id: channelId })
      expect((data as Message[]).map(({ content }) => content)).toEqual(['A brass key'])
    })
  })

  describe('a picture', () => {
    it('is made again, of the same words', async () => {
      const { sessionId, metadata } = await makePicture(ada)
      const { id } = (await ada.call(retryRun, { id: metadata.runId })).data
      const run = await vi.waitFor(async () => {
        const { data } = await ada.call(getRun, { id })
        expect(data.status).toBe('done')
        return data
      })
      expect(run.attachments[0]!.url).toContain('/api/v2/chat/files/')
      expect((await ada.call(listChatMessages, { id: sessionId })).data[0]!.attachments).toEqual(run.attachments)
    })

    it('that is none is a 502, and stored nowhere', async () => {
      const { picture } = media
      const [sessionId, channelId] = [crypto.randomUUID(), await newChannel()]
      for (const content of ['<!doctype html>', picture.subarray(0, 40)]) {
        media.picture = Buffer.from(content)
        for (const where of [{ sessionId }, { channelId }])
          expect(
            await ada.answerTo(sendChat, { message: 'q', messageType: 'image', ...where }),
            String(content),
          ).toMatchObject({ status: 502, body: { error: { code: 'bad_gateway' } } })
      }
      media.picture = picture
      expect([...(await filesOf(sessionId)), ...(await filesOfChannel(platform.database, channelId))]).toEqual([])
    })

    it('is made of a message alone', async () => {
      const attachments = [{ name: 'a.txt', url: 'https://else.test/a.txt' }]
      expect(await ada.answerTo(sendChat, { message: 'q', messageType: 'image', attachments })).toMatchObject({
        status: 400,
        body: { error: { details: [{ path: 'messageType' }] } },
      })
    })

    it('counts as an answer of its model, at its price', async () => {
      const before = (await usageOf('pictures-1'))!
      await makePicture(ada)
      const after = (await usageOf('pictures-1'))!
      expect(after.answers - before.answers).toBe(1)
      expect(after.cost_usd - before.cost_usd).toBeCloseTo(0.04)
      expect(after.output_tokens - before.output_tokens).toBe(1_056)
    })
  })

  it('a picture that is stopped while it is made counts, by whichever process ends it', async () => {
    const sessionId = crypto.randomUUID()
    const before = await usageOf('pictures-1')
    const { body } = await whilePictureIsMade(ada, { sessionId }, async () => {
      const [run] = (await ada.call(listRuns, {})).data
      await vi.waitFor(async () => expect((await ada.call(getRun, { id: run!.id })).data.model).toBe('pictures-1'))
      await ada.call(stopChatStream, { streamId: run!.id })
    })
    expect(body).toMatchObject({ reply: '', metadata: { stopReason: 'stopped', model: 'pictures-1' } })
    const after = (await usageOf('pictures-1'))!
    expect(after.answers - (before?.answers ?? 0)).toBe(1)
    expect(after.cost_usd - (before?.cost_usd ?? 0)).toBeCloseTo(0.04)
  })

  describe('a video', () => {
    it('is a file of the last frame, without what it says beside what it shows', async () => {
      const question = { message: 'A key that turns', messageType: 'video', sessionId: crypto.randomUUID() } as const
      const frames: Frame[] = []
      for await (const frame of ada.client.stream(streamChat, question) as AsyncIterable<Frame>) frames.push(frame)
      expect(frames.map(({ event }) => event)).toEqual(['connected', 'text_delta', 'done'])
      const { reply, attachments } = frames.at(-1)!.data as { reply: string; attachments: { url: string }[] }
      expect(reply).toBe('Here is the video.')
      expect(attachments).toMatchObject([{ name: 'video.mp4', type: 'video/mp4', thumbnail_url: null }])
      const file = Buffer.from(await (await get(attachments[0]!.url)).arrayBuffer())
      expect(file.length).toBe(media.video.length)
      expect(media.video.includes('SecretPlace') && !file.includes('SecretPlace')).toBe(true)
    })

    it('is stopped while it is made, and counts', async () => {
      media.pollsUntilDone = Number.POSITIVE_INFINITY
      const sessionId = crypto.randomUUID()
      const before = (await usageOf('videos-1'))?.answers ?? 0
      const asked = media.prompts.length
      const stream = ada.client.stream(streamChat, { message: 'q', messageType: 'video', sessionId })
      const frames: Frame[] = []
      for await (const frame of stream as AsyncIterable<Frame>) {
        frames.push(frame)
        if (frame.event !== 'connected') continue
        await vi.waitFor(() => expect([media.prompts.length, media.polls]).toEqual([asked + 1, 1]))
        await ada.call(stopChatStream, { streamId: frame.data.streamId as string })
      }
      media.pollsUntilDone = 1
      expect(frames.at(-1)).toMatchObject({ event: 'done', data: { attachments: [], reply: '' } })
      expect(await filesOf(sessionId)).toEqual([])
      expect((await usageOf('videos-1'))!.answers).toBe(before + 1)
    })
  })
}
