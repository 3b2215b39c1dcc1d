import { mailUnseen } from '@parley/contracts/desk/jobs'
import { insertJob } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Kysely } from 'kysely'
import type { Config } from '../config.ts'
import type { Draft } from '../domain/draft.ts'
import type { DB } from '../schema.ts'

/**
 * Has a visitor mailed what an agent answers them in a draft, or what a merge brings of an agent’s, unless they see it soon;
 * in the transaction that does it. What AI says mails nobody by itself: anybody can have it answer, and say that a
 * stranger’s address is theirs.
 */
export const createMailIfUnseen =
  ({ UNSEEN_MAIL_DELAY_MS: delayMs }: Pick<Config, 'UNSEEN_MAIL_DELAY_MS'>) =>
  async (
    tx: Kysely<DB>,
    { row, messages }: Pick<Draft, 'row' | 'messages'>,
    trace: Trace,
    { isMerged = false } = {},
  ): Promise<void> => {
    if (!isMerged && !messages.some(({ senderType }) => senderType === 'AGENT')) return
    const { workspace_id, id: conversation_id, seq } = row
    const payload = { workspace_id, conversation_id, seq, answered_at: new Date().toISOString() }
    await insertJob(tx, mailUnseen, payload, trace, { delayMs })
  }

export type MailIfUnseen = ReturnType<typeof createMailIfUnseen>
