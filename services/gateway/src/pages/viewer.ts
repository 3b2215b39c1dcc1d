import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface ViewerFile {
  path: string
  file: string
  /** Chunks carry a hash of their content in their name. */
  isHashed: boolean
}

const folder = new URL('browser/', import.meta.resolve('@scalar/api-reference'))

/** The API reference's viewer as its package has it: one module, and the chunks that it loads when it needs them. */
export function viewerFiles(): ViewerFile[] {
  const chunks = readdirSync(new URL('chunks/', folder)).filter((name) => name.endsWith('.js'))
  return ['standalone.esm.js', ...chunks.map((name) => `chunks/${name}`)].map((name) => ({
    path: `/assets/docs/viewer/${name}`,
    file: fileURLToPath(new URL(name, folder)),
    isHashed: name.startsWith('chunks/'),
  }))
}
