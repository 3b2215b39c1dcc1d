// Run by npm as it packs packages/client: `before` builds the package and puts its manifest in place, `after` restores
// the workspace's own.
import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem } from '@parley/kit/problem'
import { buildClient } from './build.ts'

const manifest = process.env.npm_package_json
if (!manifest) throw new Problem('Run npm pack in packages/client instead.')
const folder = dirname(manifest)
const kept = join(folder, 'package.workspace.json')
const restore = () => rename(kept, manifest)

if (process.argv[2] === 'after') await restore()
else {
  if (existsSync(kept)) await restore() // packing was broken off
  await buildClient(join(folder, 'dist'))
  const { name, version, description } = JSON.parse(await readFile(manifest, 'utf8'))
  const published = {
    name,
    version,
    description,
    license: 'UNLICENSED',
    type: 'module',
    sideEffects: false,
    engines: { node: '>=22' },
    files: ['dist'],
    exports: { '.': { types: './dist/types/client/src/index.d.ts', default: './dist/index.js' } },
  }
  await rename(manifest, kept)
  await writeFile(manifest, `${JSON.stringify(published, null, 2)}\n`)
}
