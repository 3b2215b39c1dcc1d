import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type ServiceName, serviceNames } from '@parley/contracts/services'
import { migrateAll } from '@parley/kit/migrate'
import type { SqlSources } from '@parley/kit/sql-files'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import type { TestDatabase } from '@parley/testing/database'

/** A folder with `services/<name>/migrations/*.sql` and `services/<name>/sql/*.sql` of a test's own. */
export async function createSourceTree() {
  const folder = await mkdtemp(join(tmpdir(), 'parley-sources-'))
  closeAfterwards({ close: () => rm(folder, { recursive: true, force: true }) })
  return {
    root: pathToFileURL(`${folder}/`),
    async write(file: string, sql: string): Promise<void> {
      await mkdir(dirname(join(folder, file)), { recursive: true })
      await writeFile(join(folder, file), sql)
    },
    remove: (file: string) => rm(join(folder, file)),
  }
}

export type SourceTree = Awaited<ReturnType<typeof createSourceTree>>

/** Migrates a test's database to what a tree says; answers what the migrator has logged. */
export async function migrateTo(
  database: TestDatabase,
  tree: SourceTree,
  {
    lockPatienceMs = 20_000,
    lines = [],
    modules = () => [],
  }: { lockPatienceMs?: number; lines?: string[] } & Pick<SqlSources, 'modules'> = {},
): Promise<string[]> {
  const roles = Object.fromEntries(serviceNames.map((name) => [name, database.urlOf(name)]))
  await migrateAll({
    adminUrl: database.url,
    roles: roles as Record<ServiceName, string>,
    root: tree.root,
    modules,
    lockPatienceMs,
    log: (line) => lines.push(line),
  })
  return lines
}
