import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { sendContent } from '@parley/kit/content'
import { ServiceError } from '@parley/kit/errors'
import type { Log } from '@parley/kit/log'
import type { Request, Response } from 'express'

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** By the name that HTTP has for it, the ending under which the build has put it beside the file itself. */
const encodings = { br: '.br', gzip: '.gz' } as const
type Encoding = keyof typeof encodings
const preferred: readonly Encoding[] = ['br', 'gzip']

interface BuiltFile {
  type: string
  etag: string
  bytes: Buffer
  encoded: Partial<Record<Encoding, Buffer>>
}

/** What one build has made, by path within its folder: `frame/assets/main-….js`. */
export type BuiltFiles = ReadonlyMap<string, BuiltFile>

/** An application for browsers, as infra/local/build-apps.ts has left it in its `dist`. */
export interface BuiltApp {
  /**
   * Its files; read once, and again where something else was built meanwhile.
   *
   * @throws ServiceError 503 that says why there are none
   */
  files(): Promise<BuiltFiles>
}

/**
 * @param name how people call it
 * @param isFixed in production nothing is built while it runs
 */
export function openBuiltApp({ folder, name, isFixed }: { folder: string; name: string; isFixed: boolean }): BuiltApp {
  let loaded: { builtAt: number; files: Promise<BuiltFiles> } | undefined

  return {
    async files() {
      if (loaded && isFixed) return loaded.files
      const builtAt = await stat(join(folder, 'stamp')).then(
        ({ mtimeMs }) => mtimeMs,
        () => undefined,
      )
      if (builtAt === undefined) throw await notBuilt(folder, name)
      if (loaded?.builtAt !== builtAt) loaded = { builtAt, files: load(folder) }
      return loaded.files
    },
  }
}

async function notBuilt(folder: string, name: string): Promise<ServiceError> {
  const reason = await readFile(join(folder, 'failure.txt'), 'utf8').catch(
    () => 'run npm start, or node infra/local/build-apps.ts',
  )
  return new ServiceError('unavailable', `${name} has not been built: ${reason}`)
}

async function load(folder: string): Promise<BuiltFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const bytesOf = new Map(
    await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path)] as const)),
  )
  const files = [...bytesOf].filter(([path]) => extname(path) in types)
  return new Map(
    files.map(([path, bytes]) => {
      const encoded = Object.entries(encodings).map(([encoding, ending]) => [encoding, bytesOf.get(path + ending)])
      const etag = createHash('sha256').update(bytes).digest('base64url').slice(0, 27)
      return [path, { type: types[extname(path)]!, etag, bytes, encoded: Object.fromEntries(encoded) }]
    }),
  )
}

/** Answers with a file in the best encoding that the client takes. */
export async function sendBuiltFile(
  file: BuiltFile,
  {
    request,
    response,
    log,
    headers,
  }: { request: Request; response: Response; log: Log; headers: Record<string, string> },
): Promise<void> {
  const encoding = preferred.find((each) => file.encoded[each] && request.acceptsEncodings(each))
  const content = {
    type: file.type,
    text: encoding ? file.encoded[encoding]! : file.bytes,
    etag: `"${file.etag}${encoding ? `-${encoding}` : ''}"`,
    headers: { ...headers, Vary: 'Accept-Encoding', ...(encoding && { 'Content-Encoding': encoding }) },
  }
  await sendContent(request, response, content, log)
}
