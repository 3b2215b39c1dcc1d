import { Api, Bot, InputFile } from 'grammy'
import { describe, expect, it, vi } from 'vitest'
import { type ReceivedRequest, startServer } from '../../src/json-server.ts'
import { startTelegram } from '../../src/platforms/telegram.ts'

const telegram = await startTelegram({ retryAfterMs: 1 })
const ada = telegram.person('Ada', { lastName: 'Lovelace', username: 'ada' })
const api = new Api(telegram.botToken, { apiRoot: telegram.apiUrl })

describe('the double of Telegram’s Bot API', () => {
  it('takes messages with markup, their changes, replies and reactions', async () => {
    const chat = telegram.group('Writing')
    expect(await api.getMe()).toMatchObject({ id: telegram.botUserId, is_bot: true })
    const sent = await api.sendMessage(chat, '<b>Bob</b>: 1 &lt; 2', { parse_mode: 'HTML' })
    expect(sent).toMatchObject({ text: 'Bob: 1 < 2', entities: [{ type: 'bold', offset: 0, length: 3 }] })
    const hers = telegram.post(chat, ada, 'hers')
    const reply = await api.sendMessage(chat, 'answer', { reply_parameters: { message_id: hers } })
    expect(reply.reply_to_message?.text).toBe('hers')
    await api.editMessageText(chat, sent.message_id, 'Bob: changed')
    await api.setMessageReaction(chat, hers, [{ type: 'emoji', emoji: '👍' }])
    expect(telegram.messages(chat)[1]?.reactions.get(telegram.botUserId)).toEqual(['👍'])
    const refusals: [() => Promise<unknown>, string][] = [
      [() => api.sendMessage(chat, '<b>open', { parse_mode: 'HTML' }), "can't parse entities"],
      [() => api.sendMessage(chat, 'a'.repeat(4_097)), 'message is too long'],
      [() => api.editMessageText(chat, sent.message_id, 'Bob: changed'), 'message is not modified'],
      [() => api.editMessageText(chat, hers, 'mine'), "message can't be edited"],
      [() => api.sendMessage(12, 'hi'), 'chat not found'],
      [() => api.sendMessage(ada, 'hi'), "can't initiate conversation"],
      [() => api.setMessageReaction(chat, hers, [{ type: 'emoji', emoji: '🏆' }]), 'REACTION_INVALID'],
    ]
    for (const [call, description] of refusals) await expect(call()).rejects.toThrow(description)
    await api.deleteMessage(chat, sent.message_id)
    await expect(api.deleteMessage(chat, sent.message_id)).rejects.toThrow('message to delete not found')
    expect(telegram.messages(chat).map(({ text }) => text)).toEqual(['hers', 'answer'])
  })

  it('takes files and gives them', async () => {
    const chat = telegram.group('Files')
    const bytes = Buffer.from([0, 255, 13, 10])
    const sent = await api.sendDocument(chat, new InputFile(bytes, 'a.bin'), { caption: 'a file' })
    expect(sent).toMatchObject({ caption: 'a file', document: { file_name: 'a.bin', file_size: 4 } })
    const { file_path } = await api.getFile(sent.document.file_id)
    const download = await fetch(`${telegram.apiUrl}/file/bot${telegram.botToken}/${file_path}`)
    expect(Buffer.from(await download.arrayBuffer())).toEqual(bytes)
  })

  it('gives updates to whoever asks, until they are confirmed', async () => {
    const chat = telegram.group('Polling', { type: 'group' })
    const options = {
      allowed_updates: ['message', 'edited_message', 'message_reaction', 'my_chat_member'] as const,
      timeout: 30,
    }
    await api.deleteWebhook({ drop_pending_updates: true })
    const waiting = api.getUpdates(options)
    await vi.waitUntil(() => telegram.calls.at(-1)?.method === 'getUpdates')
    const id = telegram.post(chat, ada, 'hello')
    const [first] = await waiting
    expect(first).toMatchObject({
      message: { message_id: id, text: 'hello', from: { username: 'ada' }, chat: { id: chat } },
    })
    telegram.edit(chat, id, 'hello there')
    telegram.react(chat, ada, id, ['🎉'])
    telegram.remove(chat, id)
    telegram.rename(chat, 'Polled')
    await api.sendMessage(chat, 'bots are told of nothing that bots write')
    telegram.faults.events.next({ kind: 'repeat' }, { of: 'message' })
    const moved = telegram.migrate(chat)
    await expect(api.sendMessage(chat, 'late')).rejects.toMatchObject({ parameters: { migrate_to_chat_id: moved } })
    telegram.kick(moved)
    await expect(api.sendMessage(moved, 'late')).rejects.toThrow('bot was kicked')
    telegram.writeToBot(ada, '/start')
    await telegram.settled()
    expect(await api.getUpdates()).toMatchObject([
      { update_id: first!.update_id },
      ...Array.from({ length: 8 }, () => ({})),
    ])
    const updates = await api.getUpdates({ ...options, offset: first!.update_id + 1 })
    expect(updates).toMatchObject([
      { edited_message: { text: 'hello there' } },
      { message_reaction: { old_reaction: [], new_reaction: [{ emoji: '🎉' }] } },
      { message: { new_chat_title: 'Polled' } },
      { message: { migrate_to_chat_id: moved } },
      { message: { migrate_to_chat_id: moved } },
      { message: { migrate_from_chat_id: chat } },
      { my_chat_member: { new_chat_member: { status: 'kicked' } } },
      { message: { text: '/start', chat: { type: 'private' } } },
    ])
    const offset = updates.at(-1)!.update_id + 1
    const before = telegram.calls.length
    const replaced = api.getUpdates({ timeout: 30, offset })
    const conflict = expect(replaced).rejects.toMatchObject({ error_code: 409 })
    await vi.waitUntil(() => telegram.calls.length > before)
    expect(await api.getUpdates({ offset })).toEqual([])
    await conflict
  })

  it('posts updates to a webhook with its secret, until they are taken', async () => {
    const chat = telegram.group('Webhook')
    const received: ReceivedRequest[] = []
    let refusals = 1
    const { url } = await startServer((request, response) => {
      received.push(request)
      response.writeHead(refusals-- > 0 ? 500 : 200).end()
    })
    const bot = new Bot(telegram.botToken, { client: { apiRoot: telegram.apiUrl } })
    await bot.api.setWebhook(url, {
      ...{ secret_token: 's3cret', allowed_updates: ['message'], drop_pending_updates: true },
    })
    await expect(api.getUpdates()).rejects.toMatchObject({ error_code: 409 })
    const id = telegram.post(chat, ada, 'hello')
    telegram.edit(chat, id, 'not asked for')
    await telegram.settled()
    expect(received.map(({ headers }) => headers['x-telegram-bot-api-secret-token'])).toEqual(['s3cret', 's3cret'])
    expect(received[0]!.body).toBe(received[1]!.body)
    expect(JSON.parse(received[0]!.body)).toMatchObject({ message: { message_id: id } })
    await bot.api.deleteWebhook()
    expect((await bot.api.getWebhookInfo()).url).toBe('')
  })

  it('fails as it is told to', async () => {
    const chat = telegram.group('Faults')
    const { calls } = telegram.faults
    calls.next({ kind: 'rate limit', retryAfterS: 9 }, { of: 'sendMessage' })
    await expect(api.sendMessage(chat, 'one')).rejects.toMatchObject({
      error_code: 429,
      parameters: { retry_after: 9 },
    })
    calls.next({ kind: 'lost answer' })
    await expect(api.sendMessage(chat, 'two')).rejects.toThrow()
    expect(telegram.messages(chat).map(({ text }) => text)).toEqual(['two'])
    telegram.revokeToken()
    await expect(api.getMe()).rejects.toMatchObject({ error_code: 401 })
  })
})
