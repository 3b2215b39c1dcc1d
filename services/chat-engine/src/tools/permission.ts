import type { Permission } from '@parley/contracts/tools/tools'
import type { SetPolicy } from '../store/tool-policies.ts'

const strictness: Record<Permission, number> = { allow: 0, ask: 1, deny: 2 }
const stricter = (a: Permission, b: Permission): Permission => (strictness[a] >= strictness[b] ? a : b)

/** A tool, and what applies to it where nobody has said anything. */
export interface Policied {
  name: string
  byDefault: Permission
  /** Of a tool that its server describes: a digest of what it says of itself. */
  digest: string | null
}

/**
 * What applies to a tool: the stricter of what was set for the workspace, or the tool's own, and of what was set for the
 * twin. What was allowed to a tool that describes itself otherwise now is asked for.
 */
export function permissionOf({ name, byDefault, digest }: Policied, policies: readonly SetPolicy[]): Permission {
  const set = policies.filter(({ tool }) => tool === name)
  const ofWorkspace = set.find(({ twinId }) => twinId === null)
  const ofTwin = set.find(({ twinId }) => twinId !== null)
  const isStale = ofWorkspace?.permission === 'allow' && ofWorkspace.digest !== digest
  const general = isStale ? 'ask' : (ofWorkspace?.permission ?? byDefault)
  return ofTwin ? stricter(general, ofTwin.permission) : general
}
