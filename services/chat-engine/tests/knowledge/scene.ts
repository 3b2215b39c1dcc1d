import type { KnowledgeDocument } from '@parley/contracts/knowledge/document'
import { getKnowledge, uploadKnowledge } from '@parley/contracts/knowledge/knowledge'
import type { Caller } from '@parley/kit/assertion'
import { seedWorkspace } from '@parley/testing/fixtures'
import { bootService } from '@parley/testing/service'
import type { Env } from '@parley/testing/settings'
import { expect, vi } from 'vitest'

/** The chat engine alone; Ada owns a workspace with Bob, Cyd and the guest Gus; Eve owns another. */
export async function setScene({ env = {} }: { env?: Env } = {}) {
  const service = await bootService('chat-engine', { env: { KNOWLEDGE_WAIT_MS: '120000', ...env } })
  const { database } = service
  const acme = await seedWorkspace(database, { ada: 'owner', bob: 'member', cyd: 'member', gus: 'guest' })
  const globex = await seedWorkspace(database, { eve: 'owner' })
  const as = (caller: Caller) => service.callAs(caller)
  const twins = await database.query<{ id: string; handle: string }>(
    'select id, handle from chat_engine.twins where workspace_id = $1 order by handle',
    [acme.workspaceId],
  )
  const processed = (who: Caller, id: string) =>
    vi.waitFor(
      async () => {
        const { data } = await as(who).call(getKnowledge, { id })
        expect(data.status).not.toBe('processing')
        return data
      },
      { timeout: 60_000, interval: 100 },
    )
  /** Where the machine is too busy to read it at once, a job does. */
  const onceRead = async (who: Caller, document: KnowledgeDocument) => {
    if (document.status !== 'processing') return document
    const { versions: _, ...read } = await processed(who, document.id)
    return read
  }
  return {
    service,
    database,
    ...acme,
    eve: globex.eve,
    as,
    twin: twins[0]!.id,
    otherTwin: twins[1]!.id,
    /** Somebody who may be given work of their own: a workspace without documents. */
    newWorkspace: () => seedWorkspace(database, { owner: 'owner', member: 'member' }),
    async upload(
      who: Caller,
      title: string,
      content: string,
      more: { type?: 'markdown' | 'csv' | 'html'; twin_id?: string } = {},
    ) {
      const { data } = await as(who).call(uploadKnowledge, { title, content, ...more })
      return onceRead(who, data)
    },
    async uploadFile(who: Caller, name: string, bytes: Buffer | string, more: { title?: string } = {}) {
      const file = new File([bytes as string], name)
      const { data } = await as(who).call(uploadKnowledge, { file: [file], ...more })
      return data
    },
    /** A document once it is read. */
    processed,
  }
}

export type Scene = Awaited<ReturnType<typeof setScene>>
