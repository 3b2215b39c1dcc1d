import { sendMail } from '@parley/contracts/identity/jobs'
import { mailBudgetNotice } from '@parley/contracts/usage/jobs'
import { insertJob, transaction } from '@parley/kit/outbox'
import type { GatewayContext } from '../context.ts'
import { listOwners } from '../identity/store/members.ts'
import { budgetNoticeMail } from './mails.ts'

/** Mails the owners of a workspace about one of its budgets; chat-engine decides when, once a month. */
export const workMailBudgetNotice = (ctx: GatewayContext): void =>
  ctx.work(mailBudgetNotice, async ({ workspace_id, twin_name, soft_usd, hard_usd }, { trace }) => {
    const budget = { twin: twin_name, softUsd: soft_usd, hardUsd: hard_usd, publicUrl: ctx.config.PUBLIC_URL }
    await transaction(ctx.db, async (tx) => {
      for (const { email, workspace } of await listOwners(tx, workspace_id))
        await insertJob(tx, sendMail, budgetNoticeMail({ to: email, workspace, ...budget }), trace)
    })
  })
