import { execFile } from 'node:child_process'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'

const root = join(import.meta.dirname, '../..')
export const clientFolder = join(root, 'packages/client')

/**
 * Builds what users install: one module without dependencies for Node, browsers and workers, and its types. Contracts and
 * the socket's client are inside; of zod there is nothing, or the build fails.
 *
 * @param folder where `index.js` and `types/` go
 */
export async function buildClient(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await Promise.all([bundle(folder), emitTypes(join(folder, 'types'))])
}

async function bundle(folder: string): Promise<void> {
  // What browsers get of the socket's client is what runs in Node too, which has had WebSocket since version 22.
  const build = await rolldown({ input: join(clientFolder, 'src/index.ts'), platform: 'browser', treeshake: true })
  const { output } = await build.write({ file: join(folder, 'index.js'), format: 'esm', codeSplitting: false })
  const inside = output.flatMap((chunk) => ('moduleIds' in chunk ? chunk.moduleIds : []))
  refuse(inside.filter((id) => /node_modules\/zod\//.test(id)))
}

async function emitTypes(folder: string): Promise<void> {
  const settings = join(import.meta.dirname, 'tsconfig.types.json')
  await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', settings, '--outDir', folder])
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.d.ts'))
  for (const name of files) {
    const file = join(folder, name)
    const text = await readFile(file, 'utf8')
    const contracts = `./${relative(dirname(file), join(folder, 'contracts/src'))}`
    const own = text
      .replaceAll(/(['"])@parley\/contracts\/([\w/-]+)\1/g, `'${contracts}/$2.js'`)
      .replaceAll(/(from ['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2')
    if (/['"](zod|@parley\/)/.test(own)) refuse([name])
    await writeFile(file, own)
  }
}

function refuse(found: string[]): void {
  if (found.length > 0) throw new Error(`The client would contain more than it should: ${found.join(', ')}`)
}
