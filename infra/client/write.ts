// Writes what the client knows of the API: its types and its calls.
import { mkdir, writeFile } from 'node:fs/promises'
import { generateClient } from './generate.ts'

const folder = new URL('../../packages/client/src/generated/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const [name, text] of await generateClient()) await writeFile(new URL(name, folder), text)
