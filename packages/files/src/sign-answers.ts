import type { TransformResponse } from '@parley/kit/http'
import { signAttachments } from './sign-attachments.ts'
import { callersOwn } from './uploader.ts'
import type { Reader, UrlSigner } from './url-signer.ts'

/**
 * Signs the attachments of every answer of a service for its reader. They are unsigned in rows, events and kept answers.
 *
 * @param readerOf who a request's answer is for; undefined where it is for nobody who reads files; its caller, if not given
 */
export const signAnswers =
  (
    urls: Pick<UrlSigner, 'forReader'>,
    readerOf: (request: Parameters<TransformResponse>[2]) => Reader | undefined = ({ caller }) =>
      caller && callersOwn(caller),
  ): TransformResponse =>
  (body, status, request) => {
    const workspaceId = request.caller?.workspaceId
    signAttachments(request.endpoint.responses[status]!, body, (attachment) => {
      const reader = readerOf(request)
      if (!reader || !workspaceId) throw new Error(`${request.endpoint.name} shows files to nobody who reads them.`)
      return urls.forReader(workspaceId, reader)(attachment)
    })
  }
