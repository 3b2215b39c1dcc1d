import { createChannel } from '@parley/contracts/channels/channels'
import { assignTwin } from '@parley/contracts/channels/twins'
import { sendChat } from '@parley/contracts/chat/chat'
import { updateRemoteChannel } from '@parley/contracts/connections/connections'
import { uploadKnowledge } from '@parley/contracts/knowledge/knowledge'
import { postMessage } from '@parley/contracts/messages/messages'
import { searchMessages } from '@parley/contracts/messages/search'
import { decideApproval, listApprovals } from '@parley/contracts/tools/approvals'
import { createMcpServer, testMcpServer } from '@parley/contracts/tools/mcp-servers'
import { twinFinished } from '@parley/contracts/twins/events'
import { createTwin } from '@parley/contracts/twins/twins'
import { startMcpEverything } from '@parley/testing/mcp-everything'
import type { ReceivedTurn } from '@parley/testing/messages-api'
import { expect, it, vi } from 'vitest'
import { setScene } from '../chat/scene.ts'
import { newBridge, patient } from './bridge.ts'

const everything = await startMcpEverything()
const { platform, model } = await setScene({
  services: ['gateway', 'channels', 'messaging', 'chat-engine', 'integrations'],
  serviceEnv: {
    integrations: { OUTSIDE_ALLOWED: '127.0.0.0/8' },
    'chat-engine': { OUTSIDE_ALLOWED: `127.0.0.1:${everything.port}` },
  },
})

const canaries = {
  channel: 'The code of the vault is zq-channel.',
  document: 'The code of the vault is zq-document.',
  ofTwin: 'The code of the vault is zq-twin.',
  inside: 'Between us, the code of the vault is zq-inside.',
}
const crossed = 'The code of the vault is not known here.'

/** A bridge to a workspace that knows what people over there must not, and a twin in its channel. */
async function newSecrets(name: string) {
  const bridge = await newBridge(platform, name, true)
  const { ada, channelId } = bridge
  const turn = (direction: 'in' | 'both') =>
    ada.call(updateRemoteChannel, { platform: 'webhook', id: channelId, direction })
  const write = async (content: string, channel_id = channelId) =>
    (await ada.call(postMessage, { channel_id, content })).data
  const { data: twin } = await ada.call(createTwin, { name: 'Navigator', handle: 'navigator' })
  await ada.call(assignTwin, { id: channelId, ai_twin_id: twin.id, participation_mode: 'on-demand' })
  await turn('in')
  return { ...bridge, turn, write, twin }
}

/** Has the model search wherever it can, and then say everything that it was given. */
function obey(tools: { name: string; input: Record<string, unknown> }[]): void {
  model.script({ tools }, ({ messages }: ReceivedTurn) => ({ text: [JSON.stringify(messages)] }))
}
const question = 'what is the code of the vault?'
const searches = [
  { name: 'knowledge_search', input: { query: question, limit: 20 } },
  { name: 'channel_summary', input: { channel: 'vault' } },
  { name: 'channel_summary', input: {} },
]

it('quotes nothing to people of a platform that has not crossed and is not public, whoever asks and whatever is called', async () => {
  const { ada, say, write, turn, twin, sent, program } = await newSecrets('ada-secrets')
  const { channel } = await ada.call(createChannel, {
    workspace_id: ada.workspaceId,
    name: 'vault',
    channel_type: 'text',
  })
  await write(canaries.channel, channel.id)
  await ada.call(uploadKnowledge, { title: 'Vault', content: canaries.document })
  await ada.call(uploadKnowledge, { title: 'Of the twin', content: canaries.ofTwin, twin_id: twin.id })
  await write(canaries.inside)
  const { data: server } = await ada.call(createMcpServer, {
    name: 'company',
    url: everything.url,
    trusts_read_only: true,
  })
  await ada.call(testMcpServer, { id: server.id })
  await turn('both')
  await write(crossed)
  await vi.waitUntil(
    async () => (await ada.call(searchMessages, { query: '"vault is not known"' })).data.length > 0,
    patient,
  )

  obey([...searches, { name: 'company__echo', input: { message: 'zq-company' } }])
  const asked = model.turns.length
  await say(`@navigator ${question} Look at ${everything.url}`)
  const answered = (about: string) =>
    vi.waitUntil(
      () => sent().filter(({ author, text }) => author.name === 'Navigator' && text.includes(about))[0],
      patient,
    )
  await answered('Look at')
  expect(model.turns[asked]!.tools!.map(({ name }) => name)).toEqual([
    ...['knowledge_search', 'channel_summary', 'code_interpreter'],
  ])

  obey([...searches, { name: 'company__echo', input: { message: 'from the company' } }])
  await write(`@navigator ${question} I ask as a member.`)
  const approval = await vi.waitUntil(async () => (await ada.call(listApprovals, {})).data[0], patient)
  expect(approval).toMatchObject({ tool: 'company__echo', status: 'pending' })
  await ada.call(decideApproval, { id: approval.id, decision: 'deny' })
  await answered('I ask as a member.')

  const all = JSON.stringify(program.received)
  expect(all).toContain(crossed)
  expect(all.match(/zq-(?!company)\w+|Echo: /g)).toBeNull()
})

it('does not post an answer that was begun for members alone once people of a platform read it', async () => {
  const { ada, channelId, turn, write, sent, twin } = await newSecrets('ada-turns')
  const socket = await ada.socket()
  const late = async () => {
    await turn('both')
    return { text: ['zq-late'] }
  }
  model.script(late)
  const asked = await write('@navigator what is going on?')
  const { data } = await socket.next(twinFinished, ({ data }) => data.question_message_id === asked.id)
  expect(data).toMatchObject({ ai_twin_id: twin.id, status: 'failed', message_id: null, error: { code: 'conflict' } })
  await turn('in')
  model.script(late)
  const question = { message: 'What is going on?', channelId, personality: 'navigator' }
  expect(await ada.answerTo(sendChat, question)).toMatchObject({ status: 409 })
  model.script({ text: ['Nothing.'] })
  await write('@navigator and now?')
  await vi.waitUntil(() => sent().some(({ text }) => text === 'Nothing.'), patient)
  expect(JSON.stringify(sent())).not.toContain('zq-late')
})
