import type { SecretBox } from '@parley/kit/secret-box'
import type { Db } from '../context.ts'
import { readSealedHeaders, replaceSealedHeaders } from '../store/mcp-servers.ts'
import { ownerOf } from './server-headers.ts'

const nil = '00000000-0000-0000-0000-000000000000'
const batch = 500

/** Seals with the first key what was sealed with another, so that this can be dropped. */
export async function resealHeaders(db: Db, box: SecretBox): Promise<void> {
  let after = { workspaceId: nil, id: nil }
  for (;;) {
    const rows = await readSealedHeaders(db, after, batch)
    for (const row of rows)
      if (box.isOutdated(row.headers)) await replaceSealedHeaders(db, row, box.reseal(row.headers, ownerOf(row)))
    if (rows.length < batch) return
    after = rows.at(-1)!
  }
}
