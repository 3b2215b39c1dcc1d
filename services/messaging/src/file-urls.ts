import { signAttachments } from '@parley/files/sign-attachments'
import type { UrlSigner } from '@parley/files/url-signer'
import { actingUser } from '@parley/kit/assertion'
import type { TransformResponse } from '@parley/kit/http'

/**
 * Signs the attachments of every answer for its reader. They are unsigned in rows, events and kept answers; this is the
 * one place where messaging shows them.
 */
export function createAnswerSigner(urls: UrlSigner): TransformResponse {
  return (body, status, { endpoint, caller, query, body: given }) => {
    const { user_id: userId } = { ...query, ...(given as object | undefined) } as { user_id?: string | null }
    signAttachments(endpoint.responses[status]!, body, (attachment) =>
      urls.forReader(caller.workspaceId, actingUser(caller, userId))(attachment),
    )
  }
}
