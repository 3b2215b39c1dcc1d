import * as z from 'zod'
import { defineEndpoint } from './endpoint.ts'
import { FileId } from './ids.ts'
import type { ServiceName } from './services.ts'

/**
 * Declares the endpoint at which a service's files are downloaded, by URLs that it signs.
 *
 * @param path with `:id` and `:name`
 */
export const defineDownload = <const N extends string>({
  owner,
  name,
  path,
}: {
  owner: ServiceName
  name: N
  path: `/${string}`
}) =>
  defineEndpoint({
    owner,
    name,
    path,
    auth: 'none',
    limit: 'files',
    method: 'get',
    summary: 'A file’s bytes, or its thumbnail’s.',
    description: `The URL is what \`url\` or \`thumbnail_url\` of an attachment says, and opens by itself: no other credential is asked for. Whatever is wrong with it — expired, changed, the file or its message, channel or conversation deleted, a reader who may not read there any more, someone who has left the channel since the event was published — is the same 404.

Images, audio, video and plain text are shown in place; everything else, HTML, SVG, XML, PDF and scripts among it, is a download. Answers carry an \`ETag\` (\`If-None-Match\`: 304) and take a single \`Range\` (206, or 416 where it begins beyond the end); several ranges are answered with the whole.`,
    params: z.object({ id: FileId, name: z.string().max(1_000).describe('The file’s name, as the URL has it.') }),
    query: z.object({
      workspace: z.string().max(100).optional().describe('Whose file it is; of the URL, as the others here.'),
      expires: z.string().max(100).optional().describe('Until when it opens.'),
      user: z.string().max(100).optional().describe('For whom it was signed, where it is for one person.'),
      visitor: z.string().max(100).optional().describe('For whom it was signed, where it is for one visitor.'),
      variant: z.string().max(100).optional().describe('`file` (the default) or `thumbnail`.'),
      signature: z.string().max(100).optional().describe('Over all of these: a URL that was changed is a 404.'),
    }),
    // A URL was given out as it is: any other, however malformed, leads to nothing.
    notFound: 'No such file.',
    produces: 'application/octet-stream',
    streams: true,
    responses: { 200: z.file(), 206: z.file() },
    errors: ['not_found', 'range_not_satisfiable'],
  })

export type DownloadEndpoint = ReturnType<typeof defineDownload>
