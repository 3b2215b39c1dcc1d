import { streamChat } from '@parley/contracts/chat/chat'
import { decideApproval, listApprovals } from '@parley/contracts/tools/approvals'
import { approvalDecided, approvalRequested } from '@parley/contracts/tools/events'
import {
  createMcpServer,
  deleteMcpServer,
  getMcpServer,
  listMcpServers,
  listMcpServerTools,
  testMcpServer,
  updateMcpServer,
} from '@parley/contracts/tools/mcp-servers'
import { listToolChanges, listToolPolicies, listTools, setToolPolicy } from '@parley/contracts/tools/tools'
import { createTwin, updateTwin } from '@parley/contracts/twins/twins'
import { startMcpEverything } from '@parley/testing/mcp-everything'
import { findAuditEntries } from '@parley/testing/rows/gateway'
import { describe, expect, it } from 'vitest'
import { setScene } from '../chat/scene.ts'

const everything = await startMcpEverything()
const { platform, model, ada, bob, eve } = await setScene({
  serviceEnv: { 'chat-engine': { OUTSIDE_ALLOWED: `127.0.0.1:${everything.port}` } },
})
const secret = 'Bearer a-secret-of-the-workspace'
const register = async (name: string, more = {}) =>
  (await ada.call(createMcpServer, { name, url: everything.url, headers: { Authorization: secret }, ...more })).data
const infoOf = async (name: string, by = ada) => (await by.call(listTools, {})).data.find((tool) => tool.name === name)

describe('tools', () => {
  it('are listed with what keeps each from being used', async () => {
    expect(
      (await bob.call(listTools, {})).data.map(({ name, permission, available, reason }) => [
        name,
        permission,
        available,
        reason,
      ]),
    ).toEqual([
      ['knowledge_search', 'allow', true, null],
      ['channel_summary', 'allow', true, null],
      ['web_search', 'allow', false, 'Not configured: FIRECRAWL_API_KEY.'],
      ['web_scrape', 'allow', true, null],
      ['code_interpreter', 'allow', false, 'Python is switched off: CODE_INTERPRETER=off.'],
    ])
  })

  it('have permissions, which admins set, and the audit trail shows', async () => {
    await ada.call(setToolPolicy, { tool: 'web_scrape', permission: 'deny' })
    expect(await infoOf('web_scrape', bob)).toMatchObject({
      permission: 'deny',
      available: false,
      reason: 'Denied in this workspace.',
    })
    expect(await infoOf('web_scrape', eve)).toMatchObject({ permission: 'allow' })
    expect((await ada.call(listToolPolicies, {})).data).toMatchObject([
      { tool: 'web_scrape', twin_id: null, permission: 'deny', set_by: ada.userId },
    ])
    model.script({ tools: [{ name: 'web_scrape', input: { url: 'https://example.com' } }] }, { text: ['No.'] })
    const frames = []
    for await (const frame of ada.client.stream(streamChat, { message: 'Read https://example.com' })) frames.push(frame)
    expect(frames).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ resultPreview: 'There is no tool web_scrape.' }) }),
    )
    expect(JSON.stringify(model.turns.at(-1)!.tools)).not.toContain('web_scrape')

    await ada.call(setToolPolicy, { tool: 'web_scrape', permission: null })
    expect((await ada.call(listToolPolicies, {})).data).toEqual([])
    expect(
      (await ada.call(listToolChanges, {})).data.map(({ action, subject, user_id, details }) => ({
        action,
        subject,
        user_id,
        details,
      })),
    ).toEqual([
      {
        action: 'policy.set',
        subject: 'web_scrape',
        user_id: ada.userId,
        details: { twin_id: null, before: 'deny', after: null },
      },
      {
        action: 'policy.set',
        subject: 'web_scrape',
        user_id: ada.userId,
        details: { twin_id: null, before: null, after: 'deny' },
      },
    ])
  })
})

describe('MCP servers', () => {
  it('are registered, tested and removed, and never show their secrets', async () => {
    const server = await register('shown')
    expect(server).toMatchObject({
      name: 'shown',
      header_names: ['Authorization'],
      tool_count: 0,
      enabled: true,
      trusts_read_only: false,
    })
    const tested = (await ada.call(testMcpServer, { id: server.id })).data
    expect(tested).toMatchObject({ success: true, error: null })
    const tools = (await ada.call(listMcpServerTools, { id: server.id })).data
    expect(tools).toContainEqual(expect.objectContaining({ name: 'shown__echo', read_only: true }))
    expect(await infoOf('shown__echo')).toMatchObject({ permission: 'ask', server_id: server.id, available: true })
    await ada.call(updateMcpServer, { id: server.id, trusts_read_only: true })
    expect(await infoOf('shown__echo')).toMatchObject({ permission: 'allow' })
    expect(await infoOf('shown__gzip-file-as-resource')).toMatchObject({ permission: 'ask' })

    const answers = [
      await ada.client.answer(getMcpServer, { id: server.id }),
      await ada.client.answer(listMcpServers, {}),
      await ada.client.answer(listToolChanges, {}),
    ]
    for (const { body } of answers) expect(JSON.stringify(body)).not.toContain('a-secret')
    expect(JSON.stringify(await platform.database.query('select * from chat_engine.mcp_servers'))).not.toContain(
      'a-secret',
    )
    expect(await eve.client.answer(getMcpServer, { id: server.id })).toMatchObject({ status: 404 })

    await ada.call(deleteMcpServer, { id: server.id })
    expect(await infoOf('shown__echo')).toBeUndefined()
  })

  it('lose their secrets and what was allowed to them with another address', async () => {
    const server = await register('moved')
    await ada.call(testMcpServer, { id: server.id })
    await ada.call(setToolPolicy, { tool: 'moved__echo', permission: 'allow' })
    expect(await infoOf('moved__echo')).toMatchObject({ permission: 'allow' })
    const moved = (await ada.call(updateMcpServer, { id: server.id, url: 'https://elsewhere.example/mcp' })).data
    expect(moved).toMatchObject({ header_names: [], tool_count: 0, tools_at: null })
    await ada.call(updateMcpServer, { id: server.id, url: everything.url })
    await ada.call(testMcpServer, { id: server.id })
    expect(await infoOf('moved__echo')).toMatchObject({ permission: 'ask' })
    await ada.call(deleteMcpServer, { id: server.id })
  })

  it('leave twins the tools that were chosen, which can be given to no twin any more', async () => {
    const server = await register('leaving')
    await ada.call(testMcpServer, { id: server.id })
    const tools = ['leaving__echo']
    const { data: twin } = await ada.call(createTwin, { name: 'Echo', tools })
    await ada.call(deleteMcpServer, { id: server.id })
    const { data: kept } = await ada.call(updateTwin, { id: twin.id, tools: ['leaving__echo', 'web_scrape'] })
    expect(kept.tools).toEqual(['leaving__echo', 'web_scrape'])
    expect((await ada.call(listTools, { twin_id: twin.id })).data).toContainEqual({
      name: 'leaving__echo',
      description: '',
      server_id: null,
      permission: 'ask',
      available: false,
      reason: 'Its server was removed or switched off, or does not offer it any more.',
    })
    const message = 'There is no tool leaving__echo here; GET /api/v2/tools lists them.'
    for (const refused of [
      await ada.client.answer(createTwin, { name: 'Another', tools }),
      await ada.client.answer(updateTwin, { id: twin.id, tools: ['leaving__echo', 'leaving__other'] }),
    ])
      expect(refused).toMatchObject({ status: 400, body: { error: { details: [{ path: 'tools' }] } } })
    expect(await ada.client.answer(createTwin, { name: 'Another', tools })).toMatchObject({
      body: { error: { details: [{ path: 'tools', message }] } },
    })
  })

  it('that cannot be used say why', async () => {
    const server = await register('private', { url: 'http://10.0.0.1/mcp' })
    expect((await ada.call(testMcpServer, { id: server.id })).data).toMatchObject({
      success: false,
      error: '10.0.0.1 is not a public address.',
    })
    expect((await ada.call(getMcpServer, { id: server.id })).data.error).toBe('10.0.0.1 is not a public address.')
    await ada.call(deleteMcpServer, { id: server.id })
  })

  it('have names of their own, and are at most ten', async () => {
    const made = [await register('one')]
    expect(await ada.client.answer(createMcpServer, { name: 'one', url: everything.url })).toMatchObject({
      status: 409,
    })
    for (let i = 2; i <= 10; i++) made.push(await register(`s${i}`, { enabled: false }))
    expect(await ada.client.answer(createMcpServer, { name: 'eleven', url: everything.url })).toMatchObject({
      status: 409,
    })
    for (const { id } of made) await ada.call(deleteMcpServer, { id })
  })
})

describe('a tool that is asked for', () => {
  it('is run by a real server once its person approves, and seen by nobody else', async () => {
    const server = await register('files')
    await ada.call(testMcpServer, { id: server.id })
    const [socket, others] = await Promise.all([ada.socket(), bob.socket()])
    model.script({ tools: [{ name: 'files__echo', input: { message: 'a brass key' } }] }, ({ messages }) => ({
      text: [String((messages.at(-1)!.content as { content: string }[])[0]!.content)],
    }))
    const frames: { event: string; data: unknown }[] = []
    const streaming = (async () => {
      for await (const frame of ada.client.stream(streamChat, { message: 'Echo it.' })) frames.push(frame)
    })()
    const { data: approval } = await socket.next(approvalRequested)
    expect(approval).toMatchObject({ tool: 'files__echo', input: { message: 'a brass key' }, status: 'pending' })
    expect((await bob.call(listApprovals, {})).data).toEqual([])
    expect(await bob.client.answer(decideApproval, { id: approval.id, decision: 'approve' })).toMatchObject({
      status: 404,
    })
    expect((await ada.call(listApprovals, { status: 'pending' })).data).toEqual([approval])

    const decided = await ada.call(decideApproval, { id: approval.id, decision: 'approve' })
    expect(decided.data).toMatchObject({ status: 'approved', decided_by: ada.userId })
    await streaming
    expect(frames.map(({ event }) => event)).toEqual([
      ...[
        'connected',
        'tool_start',
        'tool_call',
        'tool_approval',
        'tool_result',
        'tool_complete',
        'text_delta',
        'done',
      ],
    ])
    expect(frames[3]!.data).toEqual({ tool: 'files__echo', toolId: expect.any(String), approvalId: approval.id })
    expect(frames.at(-1)!.data).toMatchObject({
      reply: '<tool_result source="files__echo">\nEcho: a brass key\n</tool_result>',
      toolsUsed: ['files__echo'],
    })
    expect((await socket.next(approvalDecided)).data).toMatchObject({ id: approval.id, status: 'approved' })
    expect(others.all(approvalRequested)).toEqual([])
    expect(await ada.client.answer(decideApproval, { id: approval.id, decision: 'deny' })).toMatchObject({
      status: 409,
    })
    expect(await findAuditEntries(platform.database, ada.workspaceId, 'approval.decided', approval.id)).toMatchObject([
      { actor_id: ada.userId, changes: [{ field: 'decision', after: 'approved' }] },
    ])
    await ada.call(deleteMcpServer, { id: server.id })
  })
})
