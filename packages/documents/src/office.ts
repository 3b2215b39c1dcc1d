import { posix } from 'node:path'
import { readXml } from './xml.ts'
import type { ZipPackage } from './zip-package.ts'

/** What a part refers to: the parts that its relationships name, by id. */
export async function relationshipsOf(
  zip: ZipPackage,
  part: string,
): Promise<Map<string, { type: string; part: string }>> {
  const found = new Map<string, { type: string; part: string }>()
  const { dir, base } = posix.parse(part)
  await readXml(zip.read(`${dir && `${dir}/`}_rels/${base}.rels`), {
    open(name, { Id, Type = '', Target, TargetMode }) {
      if (name !== 'Relationship' || !Id || !Target || TargetMode === 'External') return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(dir, Target)
      found.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), part: target })
    },
  })
  return found
}

/** The part that a package is about, such as `word/document.xml`. */
export async function mainPart(zip: ZipPackage, usual: string): Promise<string> {
  for (const { type, part } of (await relationshipsOf(zip, '')).values()) if (type === 'officeDocument') return part
  return usual
}

export interface CoreProperties {
  title?: string
  author?: string
  createdAt?: string
}

const properties: Record<string, keyof CoreProperties> = { title: 'title', creator: 'author', created: 'createdAt' }

/** What an Office file says about itself. */
export async function corePropertiesOf(zip: ZipPackage): Promise<CoreProperties> {
  const found: CoreProperties = {}
  let current: keyof CoreProperties | undefined
  await readXml(zip.read('docProps/core.xml'), {
    open(name) {
      current = properties[name]
    },
    text(text) {
      if (current) found[current] = text
    },
    close() {
      current = undefined
    },
  })
  return found
}
