import type { SecretBox } from '@parley/kit/secret-box'
import * as z from 'zod'

const Headers = z.record(z.string(), z.string())

interface Row {
  workspaceId: string
  id: string
}

const ownerOf = ({ workspaceId, id }: Row) => ({ workspaceId, purpose: `mcp-headers:${id}` })

/** Encrypts the headers that a server is called with; null for none. */
export const sealHeaders = (box: SecretBox, row: Row, headers: Readonly<Record<string, string>>): string | null =>
  Object.keys(headers).length === 0 ? null : box.seal(JSON.stringify(headers), ownerOf(row))

/** @throws Error where the key that they were encrypted with is gone */
export const openHeaders = (box: SecretBox, row: Row & { headers: string | null }): Record<string, string> =>
  row.headers === null ? {} : Headers.parse(JSON.parse(box.open(row.headers, ownerOf(row))))
