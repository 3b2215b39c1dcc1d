import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { ServiceName } from '@parley/contracts/services'

/** Where `packages/` and `services/` lie. */
export const sourceRoot = new URL('../../../', import.meta.url)

/** What the migrator reads, where it is not this repository with its own modules. */
export interface SqlSources {
  root?: URL
  modules?: (service: ServiceName) => readonly string[]
}

export interface SqlFile {
  /** Without its extension. */
  name: string
  sql: string
  checksum: string
}

/** A folder's SQL files by name; none when there is no such folder. */
export async function readSqlFiles(root: URL, folder: string): Promise<SqlFile[]> {
  const at = new URL(folder, root)
  const files = await readdir(at).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return Promise.all(
    files
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .map(async (file) => {
        const sql = await readFile(new URL(file, at), 'utf8')
        return { name: file.slice(0, -4), sql, checksum: createHash('sha256').update(sql).digest('hex') }
      }),
  )
}

/** PostgreSQL's error about a statement, with the file and, where it is known, the line. */
export function errorIn(file: string, sql: string, cause: unknown): Error {
  const { message, position } = cause as Error & { position?: string }
  const line = position === undefined ? '' : `:${sql.slice(0, Number(position)).split('\n').length}`
  return new Error(`${file}${line}: ${message}`, { cause })
}
