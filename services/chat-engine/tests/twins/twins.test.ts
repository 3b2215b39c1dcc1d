import { randomUUID } from 'node:crypto'
import { addChannelMember, createChannel } from '@parley/contracts/channels/channels'
import { assignTwin, listChannelTwins } from '@parley/contracts/channels/twins'
import { sendChat } from '@parley/contracts/chat/chat'
import { type EndpointDefinition, title } from '@parley/contracts/endpoint'
import { deleteMessage } from '@parley/contracts/messages/changes'
import { postMessage } from '@parley/contracts/messages/messages'
import { listToolPolicies, listTools, setToolPolicy } from '@parley/contracts/tools/tools'
import { createAgent, getAgent, listAgents } from '@parley/contracts/twins/agents'
import { twinCreated, twinDeleted, twinUpdated } from '@parley/contracts/twins/events'
import { Handle, slugOf } from '@parley/contracts/twins/handle'
import { twinLimits } from '@parley/contracts/twins/twin'
import {
  createTwin,
  deleteTwin,
  getTwin,
  listPersonalities,
  listTwins,
  listTwinVersions,
  restoreTwinVersion,
  updateTwin,
} from '@parley/contracts/twins/twins'
import { putBudget } from '@parley/contracts/usage/budgets'
import { startServer } from '@parley/testing/json-server'
import { colleague, type Person, people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { throughGateway } from '@parley/testing/shown-avatar'
import { describe, expect, it } from 'vitest'

const page = await startServer((_, response) => {
  response.setHeader('content-type', 'text/plain')
  response.end('The brass key opens the gate.')
})
const platform = await bootPlatform({
  services: ['gateway', 'channels', 'messaging', 'chat-engine'],
  serviceEnv: { 'chat-engine': { OUTSIDE_ALLOWED: new URL(page.url).host } },
})
const { ada, bob, gus, eve } = await people(platform)
const amy = await colleague(platform, ada, 'amy', { role: 'admin' })
const cyd = await colleague(platform, ada, 'cyd')

const newTwin = async (who: Person = bob, more: object = {}) =>
  (await who.call(createTwin, { name: `Twin ${randomUUID()}`, ...more })).data
const statusOf = async (who: Person, endpoint: EndpointDefinition, input: object) =>
  (await who.answerTo(endpoint as never, input as never)).status
const builtIn = async (who: Person, handle: string) =>
  (await who.call(listTwins, {})).data.find((twin) => twin.handle === handle)!

/** An id as handles are compared is one in all of these. */
const ids = [
  '01a2b3c4-d5e6-7f80-91a2-b3c4d5e6f708',
  '01A2B3C4.D5E67F8091A2B3C4D5E6F708',
  'twin_01m6sw9nf6fy0926ksrkaydvg8',
]

describe('a handle', () => {
  it.each([
    ['Steve Jobs', 'steve-jobs'],
    ['  Zoë’s Bot 2.0! ', 'zoës-bot-2-0'],
    ['Помощник Отдела', 'помощник-отдела'],
    ['翻訳 Bot', '翻訳-bot'],
    ['Ｆｕｌｌ', 'full'],
    ['x'.repeat(100), 'x'.repeat(50)],
  ])('of %s is %s', (name, handle) => {
    expect(slugOf(name)).toBe(handle)
    expect(Handle.parse(handle)).toBe(handle)
  })

  it.each(['', '🤖', 'a b', 'a--b', '-a', 'a-', 'paуl', 'аda', 'here', 'Channel', 'x'.repeat(51), 'a\u200bb', ...ids])(
    'is never %j',
    (handle) => {
      expect(Handle.safeParse(handle).success).toBe(false)
    },
  )
})

describe(title(createTwin), () => {
  it('needs a name alone, and answers the twin as it is read and listed', async () => {
    const answer = await bob.answerTo(createTwin, { name: 'Research Assistant' })
    const twin = {
      id: expect.any(String),
      workspace_id: ada.workspaceId,
      handle: 'research-assistant',
      name: 'Research Assistant',
      personality: null,
      system_prompt: null,
      model: null,
      tools: null,
      avatar_url: null,
      is_built_in: false,
      version: 1,
      created_by: bob.userId,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    }
    expect(answer).toMatchObject({ status: 201, body: { success: true, data: twin, meta: {} } })
    const { data } = answer.body as { data: { id: string } }
    expect((await cyd.call(getTwin, { id: data.id })).data).toEqual(data)
    expect((await cyd.call(listTwins, {})).data).toContainEqual(data)
  })

  it('takes all that a twin is, and shows its picture through the gateway', async () => {
    const given = {
      name: 'Scout',
      handle: '@Scout_1',
      personality: ' You are terse. ',
      system_prompt: 'Cite sources.',
      model: 'claude-haiku-4-5',
      tools: ['knowledge_search', 'knowledge_search'],
    }
    const { data } = await bob.call(createTwin, { ...given, avatar_url: 'https://a.test/scout.png' })
    expect(data).toMatchObject({
      ...given,
      handle: 'scout_1',
      personality: 'You are terse.',
      tools: ['knowledge_search'],
      avatar_url: throughGateway('https://a.test/scout.png'),
    })
  })

  it.each([
    ['name', {}],
    ['name', { name: '\u202eevil' }],
    ['handle', { name: '🤖' }],
    ['handle', { name: 'x', handle: 'no spaces' }],
    ['model', { name: 'x', model: 'gpt-9' }],
    ['tools', { name: 'x', tools: ['knowledge_search', 'no_such_tool'] }],
    ['tools.0', { name: 'x', tools: ['not a tool!'] }],
    ['personality', { name: 'x', personality: 'x'.repeat(twinLimits.personality + 1) }],
    ['system_prompt', { name: 'x', system_prompt: 'x'.repeat(twinLimits.systemPrompt + 1) }],
    ['avatar_url', { name: 'x', avatar_url: 'javascript:alert(1)' }],
  ])('names %s of %j', async (path, body) => {
    const answer = await bob.answerTo(createTwin, body as never)
    expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ path }] } } })
  })

  it('refuses a handle that mentions another twin or a person, however it is written', async () => {
    await newTwin(bob, { handle: 'straße.1' })
    for (const handle of ['strasse1', 'STRASSE-1', 'lvng', 'stevejobs', 'ada', 'bob'])
      expect(await statusOf(cyd, createTwin, { name: 'x', handle }), handle).toBe(409)
    expect(await statusOf(eve, createTwin, { name: 'x', handle: 'strasse1' })).toBe(201)
  })

  it('lets one of many at once have a handle', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => statusOf(bob, createTwin, { name: 'Only one of us' })),
    )
    expect(answers.toSorted()).toEqual([201, ...Array(7).fill(409)])
  })

  it('makes no more than a workspace may have', async () => {
    const rob = await platform.database.query<{ count: number }>(
      'select count(*)::int as count from chat_engine.twins where workspace_id = $1',
      [eve.workspaceId],
    )
    await platform.database.query(
      `insert into chat_engine.twins (workspace_id, name, handle)
       select $1, 'x', 'x' || n from generate_series(1, $2) n`,
      [eve.workspaceId, twinLimits.twins - 2 - rob[0]!.count],
    )
    const answers = await Promise.all([1, 2, 3, 4].map((n) => statusOf(eve, createTwin, { name: `Last ${n}` })))
    expect(answers.toSorted()).toEqual([201, 201, 409, 409])
  })
})

describe('the built-ins', () => {
  it('come first, in every workspace', async () => {
    for (const who of [ada, eve])
      expect((await who.call(listTwins, { limit: 3 })).data.map(({ handle }) => handle)).toEqual([
        'lvng',
        'steve-jobs',
        'paul-graham',
      ])
  })

  it('are changed by admins alone, keep their handles, are never deleted, and can be restored', async () => {
    const { id } = await builtIn(ada, 'lvng')
    expect(await statusOf(bob, updateTwin, { id, name: 'Mine' })).toBe(403)
    expect(await statusOf(bob, deleteTwin, { id })).toBe(403)
    expect(await statusOf(amy, updateTwin, { id, handle: 'other' })).toBe(409)
    expect(await statusOf(amy, deleteTwin, { id })).toBe(409)
    expect((await amy.call(updateTwin, { id, personality: 'Be rude.' })).data).toMatchObject({ version: 2 })
    const { data } = await amy.call(restoreTwinVersion, { id, version: 1 })
    expect(data).toMatchObject({ version: 3, personality: null, handle: 'lvng' })
  })

  it('can be assigned as they are', async () => {
    const { id } = await builtIn(ada, 'paul-graham')
    const { channel } = await ada.call(createChannel, {
      workspace_id: ada.workspaceId,
      name: 'pg',
      channel_type: 'text',
    })
    await ada.call(assignTwin, { id: channel.id, ai_twin_id: id })
    expect((await ada.call(listChannelTwins, { id: channel.id })).twins).toMatchObject([{ id, name: 'Paul Graham' }])
  })
})

describe(title(updateTwin), () => {
  it('changes what is given, keeps what was as a version, and makes none of what changes nothing', async () => {
    const { id } = await newTwin(bob, { name: 'Before', handle: `v-${randomUUID().slice(0, 8)}`, personality: 'one' })
    expect((await bob.call(updateTwin, { id, name: 'After', personality: null })).data).toMatchObject({
      version: 2,
      name: 'After',
      personality: null,
    })
    expect((await bob.call(updateTwin, { id, name: 'After' })).data.version).toBe(2)
    const { data } = await cyd.call(listTwinVersions, { id })
    expect(data).toMatchObject([
      { version: 2, name: 'After', personality: null, changed_by: bob.userId },
      { version: 1, name: 'Before', personality: 'one', changed_by: bob.userId },
    ])
  })

  it('is for its maker and admins', async () => {
    const { id } = await newTwin()
    expect(await statusOf(cyd, updateTwin, { id, name: 'Mine' })).toBe(403)
    expect(await statusOf(amy, updateTwin, { id, name: 'Ours' })).toBe(200)
    expect(await statusOf(bob, updateTwin, { id })).toBe(400)
  })

  it('numbers changes at once one after another', async () => {
    const { id } = await newTwin()
    await Promise.all(Array.from({ length: 6 }, (_, n) => bob.call(updateTwin, { id, personality: `${n}` })))
    const { data, meta } = await bob.call(listTwinVersions, { id, limit: 5 })
    expect(data.map(({ version }) => version)).toEqual([7, 6, 5, 4, 3])
    expect(meta).toEqual({ has_more: true })
    expect((await bob.call(listTwinVersions, { id, before: 3 })).data.map(({ version }) => version)).toEqual([2, 1])
  })
})

describe(title(restoreTwinVersion), () => {
  it('makes it what it was, but for the handle', async () => {
    const { id, handle, name } = await newTwin(bob, { personality: 'one', tools: [] })
    await bob.call(updateTwin, {
      id,
      handle: `r-${randomUUID().slice(0, 8)}`,
      name: 'Other',
      personality: 'two',
      tools: null,
    })
    const { data } = await bob.call(restoreTwinVersion, { id, version: 1 })
    expect(data).toMatchObject({ version: 3, name, personality: 'one', tools: [] })
    expect(data.handle).not.toBe(handle)
    expect((await bob.call(restoreTwinVersion, { id, version: 3 })).data.version).toBe(3)
    expect(await statusOf(bob, restoreTwinVersion, { id, version: 9 })).toBe(404)
    expect(await statusOf(cyd, restoreTwinVersion, { id, version: 1 })).toBe(403)
  })
})

describe(title(deleteTwin), () => {
  it('takes it out of all channels, and keeps what it has written', async () => {
    const { id, name } = await newTwin(ada)
    const { channel } = await ada.call(createChannel, {
      workspace_id: ada.workspaceId,
      name: `d-${randomUUID()}`,
      channel_type: 'text',
    })
    await ada.call(assignTwin, { id: channel.id, ai_twin_id: id })
    const { data: written } = await ada.call(postMessage, { channel_id: channel.id, content: 'hi', ai_twin_id: id })
    await ada.call(setToolPolicy, { tool: 'web_scrape', twin_id: id, permission: 'deny' })
    expect(await statusOf(bob, deleteTwin, { id })).toBe(403)
    expect((await ada.call(deleteTwin, { id })).data).toEqual({ id })
    expect(written).toMatchObject({ ai_twin_id: id, display_name: name })
    expect((await ada.call(listChannelTwins, { id: channel.id })).twins).toEqual([])
    expect(await statusOf(ada, getTwin, { id })).toBe(404)
    expect((await ada.call(listToolPolicies, {})).data).toEqual([])
    expect(await statusOf(ada, setToolPolicy, { tool: 'web_scrape', twin_id: id, permission: 'deny' })).toBe(404)
    const versions = 'select from chat_engine.twin_versions where twin_id = $1'
    expect(await platform.database.query(versions, [id])).toEqual([])
  })
})

describe('guests', () => {
  it('see whom they can ask, and no more', async () => {
    const { id } = await newTwin(ada)
    expect(await statusOf(gus, listTwins, {})).toBe(403)
    expect(await statusOf(gus, getTwin, { id })).toBe(403)
    expect(await statusOf(gus, createTwin, { name: 'x' })).toBe(403)
    const asked = async () => (await gus.call(listPersonalities, { limit: 100 })).data.map((each) => each.id)
    expect(await asked()).toHaveLength(3)
    const { channel } = await ada.call(createChannel, {
      workspace_id: ada.workspaceId,
      name: `g-${randomUUID()}`,
      channel_type: 'text',
    })
    await ada.call(assignTwin, { id: channel.id, ai_twin_id: id })
    expect(await asked()).not.toContain(id)
    await ada.call(addChannelMember, { id: channel.id, user_id: gus.userId })
    expect(await asked()).toContain(id)
  })
})

it(`${title(listPersonalities)} lists everybody for members, with who is the default`, async () => {
  const { id } = await newTwin()
  const { data, meta } = await bob.call(listPersonalities, { limit: 100 })
  expect(data.slice(0, 3).map(({ handle, is_default }) => [handle, is_default])).toEqual([
    ['lvng', true],
    ['steve-jobs', false],
    ['paul-graham', false],
  ])
  expect(data.map((each) => each.id)).toContain(id)
  expect(meta.total).toBe(data.length)
})

it('personalities say why one cannot be asked', async () => {
  const { id } = await newTwin()
  const reasonOf = async (who: string) => {
    const { data } = await bob.call(listPersonalities, { limit: 100 })
    const found = data.find((each) => [each.id, each.handle].includes(who))!
    expect(found.is_available).toBe(found.reason === null)
    return found.reason
  }
  await ada.call(putBudget, { twin_id: id, hard_usd: 0 })
  expect([await reasonOf(id), await reasonOf('lvng')]).toEqual(['Their budget for this month is used up.', null])
  await ada.call(putBudget, { hard_usd: 0 })
  expect(await reasonOf('lvng')).toBe('The workspace’s budget for this month is used up.')
  await ada.call(putBudget, {})
  expect(await reasonOf('lvng')).toBeNull()
})

it('agents are the same resource', async () => {
  const { data } = await bob.call(createAgent, { name: 'Agent Smith' })
  expect((await cyd.call(getTwin, { id: data.id })).data).toEqual((await cyd.call(getAgent, { id: data.id })).data)
  expect((await cyd.call(listAgents, { limit: 100 })).data).toEqual((await cyd.call(listTwins, { limit: 100 })).data)
})

it('members of the workspace receive what changes', async () => {
  const socket = await cyd.socket()
  const stranger = await eve.socket()
  const twin = await newTwin(bob, { name: 'Event Twin' })
  expect((await socket.next(twinCreated, ({ data }) => data.id === twin.id)).data).toEqual(twin)
  await bob.call(updateTwin, { id: twin.id, name: 'Renamed' })
  expect((await socket.next(twinUpdated, ({ data }) => data.id === twin.id)).data).toMatchObject({
    name: 'Renamed',
    version: 2,
  })
  await bob.call(deleteTwin, { id: twin.id })
  expect((await socket.next(twinDeleted, ({ data }) => data.id === twin.id)).data).toEqual({
    id: twin.id,
    workspace_id: ada.workspaceId,
  })
  expect(stranger.events.filter(({ type }) => type.startsWith('twin.'))).toEqual([])
})

it('is answered by `local` where no key is set, which may be asked for by its name', async () => {
  const { data } = await ada.call(createTwin, { name: 'Lo Cal', model: 'local' })
  expect(data.model).toBe('local')
  const { metadata } = await ada.call(sendChat, { message: 'hi', model: 'local', personality: data.id })
  expect(metadata.model).toBe('local')
})

it('`local` opens a page that the question names, and quotes it', async () => {
  const url = `${page.url}/handbook`
  const asked = { message: `Which key opens the gate, by ${url}?`, useFirecrawl: true }
  const { reply, sources, metadata } = await ada.call(sendChat, asked)
  expect(reply).toContain(`“The brass key opens the gate.” (`)
  expect(sources).toContainEqual(expect.objectContaining({ type: 'page', id: url }))
  expect(metadata.toolsUsed).toContain('web_scrape')
  const tools = (await ada.call(listTools, {})).data.filter(({ available }) => available).map(({ name }) => name)
  expect(tools).toEqual(['knowledge_search', 'channel_summary', 'web_scrape'])
  const python = (await ada.call(listTools, {})).data.find(({ name }) => name === 'code_interpreter')
  expect(python!.reason).toMatch(/switched off|a model does/)
})

it('`local` summarizes on request what everyone who reads the answer can read', async () => {
  const newChannel = async (name: string, ...members: Person[]) => {
    const is_private = !name.startsWith('public')
    const fields = { workspace_id: ada.workspaceId, name, channel_type: 'text', is_private } as const
    const { channel } = await ada.call(createChannel, fields)
    for (const { userId } of members) await ada.call(addChannelMember, { id: channel.id, user_id: userId })
    return channel.id
  }
  const plans = await newChannel('plans', bob)
  const post = async (by: Person, content: string) =>
    (await by.call(postMessage, { channel_id: plans, content })).data as { id: string }
  const launch = await post(ada, 'The launch moves to the ninth of March because of the audit.')
  const secret = await post(ada, 'The canary sings in the cellar every morning.')
  const release = await post(bob, 'Cyd writes the press release until Friday.')
  await ada.call(deleteMessage, { id: secret.id })
  const summary = [
    'Of the 2 messages in #plans:',
    `“The launch moves to the ninth of March because of the audit.” (ada, ${launch.id})`,
    `“Cyd writes the press release until Friday.” (bob, ${release.id})`,
  ].join('\n')
  const ask = (by: Person, message: string, more = {}) => by.call(sendChat, { message, ...more })

  const here = await ask(bob, 'Summarise the last day in this channel.', { channelId: plans })
  expect(here).toMatchObject({ reply: summary, confidence: 1, metadata: { toolsUsed: ['channel_summary'] } })
  expect((await ask(bob, 'Was habe ich in #Plans verpasst?')).reply).toBe(summary)

  const last = (await ask(bob, 'Summarise the last message', { channelId: plans })).reply
  expect(last).toBe(`Of the message in #plans:\n“Cyd writes the press release until Friday.” (bob, ${release.id})`)
  const inThread = { channelId: plans, threadId: launch.id }
  expect((await ask(bob, 'Summarise this channel', inThread)).reply).toBe(summary)
  const logs = await newChannel('logs', bob)
  for (const line of ['connection reset by peer ', 'upstream timed out '])
    await ada.call(postMessage, { channel_id: logs, content: line.repeat(39_000 / line.length) })
  expect((await ask(bob, 'What did I miss?', { channelId: logs })).reply).toMatch(
    /^Of the 2 messages in #logs:\n“connection [^”]{300,400}…” .*\n“upstream [^”]{300,400}…” /,
  )

  const lobby = await newChannel('lobby', bob, cyd)
  const refused = {
    reply: 'I could not summarize that. There is no such channel that everyone who reads this answer can read.',
    confidence: 0,
  }
  expect(await ask(bob, 'What did I miss in #plans?', { channelId: lobby })).toMatchObject(refused)
  expect(await ask(cyd, 'What did I miss in #plans?')).toMatchObject(refused)
  const open = await newChannel('public-lobby')
  await newChannel('public-news')
  const news = () => ask(bob, 'What did I miss in #public-news?', { channelId: open })
  expect((await news()).reply).toBe('There is nothing to summarize in #public-news.')
  await ada.call(addChannelMember, { id: open, user_id: gus.userId })
  expect(await news()).toMatchObject(refused)
  const empty = await newChannel('empty', cyd)
  expect((await ask(cyd, 'Özetle', { channelId: empty })).reply).toBe('There is nothing to summarize in #empty.')

  const sessionId = randomUUID()
  await ask(cyd, 'The archive of the old invoices is in the second drawer.', { sessionId })
  await ask(cyd, 'The key of that drawer is in the blue vase.', { sessionId })
  const { reply } = await ask(cyd, 'Sum up this conversation', { sessionId })
  // What it has answered itself is no source.
  expect(reply).toMatch(/^Of the 2 messages in this conversation:\n“The [^“]+” \(You, [^“]+“The [^“]+” \(You, [^“]+$/)
  expect((await ask(cyd, 'Where is the summary of the report?')).metadata.toolsUsed).toEqual(['knowledge_search'])
})
