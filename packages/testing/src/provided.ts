/** What the global setup provides to every test file. */
export interface Provided {
  /** PostgreSQL's administrator, without a database. */
  postgresUrl: string
  /** A migrated database that is never written to: `createTestDatabase` clones it. */
  templateDatabase: string
  /** The services' passwords: roles belong to the cluster, so all test files share them. */
  rolePasswords: Record<string, string>
  redisUrl: string
  /** A temporary folder of the run's own. */
  folder: string
}

declare module 'vitest' {
  interface ProvidedContext {
    parley: Provided
  }
}
