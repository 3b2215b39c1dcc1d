import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ServiceName } from '@parley/contracts/services'
import { root } from '@parley/local/root'
import { existingServices } from '@parley/testing/settings'
import { type Plugin, rolldown } from 'rolldown'
import { inject } from 'vitest'

/**
 * Where each service can be started from in half the time: finding, stripping and compiling its 1,500 modules is most of
 * a start. Made once a run, by the first test file that asks.
 */
export async function bundleServices(): Promise<(service: ServiceName) => string> {
  const folder = join(inject('parley').folder, 'services')
  if (!existsSync(folder)) {
    const mine = `${folder}-${process.pid}`
    await write(mine)
    // The other worker may have been quicker.
    await rename(mine, folder).catch(() => rm(mine, { recursive: true }))
  }
  return (service) => join(folder, `${service}.mjs`)
}

async function write(dir: string): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    platform: 'node',
    input: Object.fromEntries(existingServices().map((name) => [name, join(root, 'services', name, 'src/main.ts')])),
    plugins: [native, inPlace],
    checks: { eval: false },
  })
  await bundle.write({ dir, entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' })
}

/** Packages with native code are loaded from where they are. */
const native: Plugin = {
  name: 'native',
  resolveId: {
    filter: { id: /^(@node-rs\/argon2|sharp)$/ },
    async handler(id, importer, options) {
      const found = await this.resolve(id, importer, { ...options, skipSelf: true })
      return found && { id: pathToFileURL(found.id).href, external: true }
    },
  },
}

/** Each module still finds the files beside it: its URL and its folder are those of its source. */
const inPlace: Plugin = {
  name: 'in-place',
  transform: {
    filter: { id: { exclude: /^\0/ }, code: /\bimport\.meta\b|\b__(?:dir|file)name\b/ },
    async handler(code, id) {
      let changed = code
      for (const [call, specifier] of code.matchAll(/\bimport\.meta\.resolve\('([^']+)'\)/g)) {
        const found = await this.resolve(specifier!, id)
        if (found) changed = changed.replace(call, JSON.stringify(pathToFileURL(found.id).href))
      }
      return changed
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
        .replaceAll(/\bimport\.meta\.dirname\b|(?<!\b(?:const|let|var) )\b__dirname\b/g, JSON.stringify(dirname(id)))
    },
  },
}
