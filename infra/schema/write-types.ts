// Writes the types of every service's schema, from a database of its own that it migrates.
import { writeFile } from 'node:fs/promises'
import { withMigratedDatabase } from './migrated-database.ts'
import { generateTypes } from './types.ts'

await withMigratedDatabase(async (adminUrl) => {
  for (const [file, text] of await generateTypes(adminUrl)) {
    await writeFile(new URL(`../../${file}`, import.meta.url), text)
    console.log(file)
  }
})
