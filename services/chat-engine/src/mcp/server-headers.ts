import type { SealedColumn } from '@parley/kit/resealing'
import type { SecretBox } from '@parley/kit/secret-box'
import * as z from 'zod'

const Headers = z.record(z.string(), z.string())

interface Row {
  workspaceId: string
  id: string
}

/** Which row headers are sealed for. */
export const ownerOf = ({ workspaceId, id }: Row) => ({ workspaceId, purpose: `mcp-headers:${id}` })

/** Where they are. */
export const sealedHeaders: SealedColumn = { table: 'mcp_servers', column: 'headers', id: 'id', ownerOf }

/** Headers as they are stored. */
export interface SealedHeaders {
  /** Null for none. */
  sealed: string | null
  names: readonly string[]
}

/** Encrypts the headers that a server is called with. */
export function sealHeaders(box: SecretBox, row: Row, headers: Readonly<Record<string, string>>): SealedHeaders {
  const names = Object.keys(headers)
  return { names, sealed: names.length === 0 ? null : box.seal(JSON.stringify(headers), ownerOf(row)) }
}

/** @throws Error where the key that they were encrypted with is gone */
export const openHeaders = (box: SecretBox, row: Row & { headers: string | null }): Record<string, string> =>
  row.headers === null ? {} : Headers.parse(JSON.parse(box.open(row.headers, ownerOf(row))))
