// Writes what this version's services show each other, from a database of its own that it migrates.
import { mkdir, writeFile } from 'node:fs/promises'
import pg from 'pg'
import { withMigratedDatabase } from './migrated-database.ts'
import { currentVersion, findPublished, publishedFolder } from './published.ts'

await withMigratedDatabase(async (adminUrl) => {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const published = await findPublished(async (sql, values) => (await client.query(sql, values)).rows as never)
    await mkdir(publishedFolder, { recursive: true })
    const file = `${await currentVersion()}.json`
    await writeFile(new URL(file, publishedFolder), `${JSON.stringify(published, null, 2)}\n`)
    console.log(`docs/published/${file}`)
  } finally {
    await client.end()
  }
})
