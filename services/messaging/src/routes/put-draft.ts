import { draftLimits, putDraft } from '@parley/contracts/messages/drafts'
import { invalid, ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { putDraft as keepDraft } from '../store/drafts.ts'

export const putDraftRoute = ({ db }: Context) =>
  route(putDraft, async ({ params, body, caller }) => {
    const target = { channelId: params.channelId, parentId: body.parent_message_id ?? undefined }
    const fileIds = body.attachments?.map(({ id }) => id) ?? []
    const content = body.content.trim() === '' && fileIds.length === 0 ? '' : body.content
    const draft = { content, fileIds }
    const result = await db.transaction().execute((tx) => keepDraft(tx, caller, target, draft))
    switch (result.outcome) {
      case 'not_found':
        throw noSuchChannel()
      case 'no_parent':
        throw invalid('parent_message_id', 'Must be a message of this channel.')
      case 'no_file':
        throw invalid(`attachments.${result.index}.id`, 'Must be a file of yours for this channel, not attached yet.')
      case 'full':
        throw new ServiceError('conflict', `You have ${draftLimits.perPerson} drafts; remove some first.`)
      case 'kept':
        return ok({ success: true as const, data: result.draft, meta: {} })
      case 'dropped':
        return ok({ success: true as const, data: null, meta: {} })
    }
  })
