import type { TransformResponse } from '@parley/kit/http'
import { signAttachments } from './sign-attachments.ts'
import type { Reader, UrlSigner } from './url-signer.ts'

/**
 * Signs the attachments of every answer of a service for its reader. They are unsigned in rows, events and kept answers.
 *
 * @param readerOf who a request's answer is for
 */
export const signAnswers =
  (urls: UrlSigner, readerOf: (request: Parameters<TransformResponse>[2]) => Reader): TransformResponse =>
  (body, status, request) => {
    signAttachments(request.endpoint.responses[status]!, body, (attachment) =>
      urls.forReader(request.caller.workspaceId, readerOf(request))(attachment),
    )
  }
