import { type DeskRole, type WorkspaceRole, workspaceRoles } from '@parley/contracts/endpoint'
import { ServiceError } from '@parley/kit/errors'

/** A member's role in a workspace. */
export interface Membership {
  role: WorkspaceRole
  agent: boolean
}

/** The desk's roles: a workspace's owner and admins are its customer side, its agents answer. */
export function deskRoles({ role, agent }: Membership): DeskRole[] {
  const isCustomer = role === 'owner' || role === 'admin'
  return [...(isCustomer ? (['CUSTOMER'] as const) : []), ...(agent ? (['AGENT'] as const) : [])]
}

/** The roles that an invitation gives: an agent is a guest unless stated otherwise, an owner is an agent. */
export function invitedMembership({ role, agent }: { role?: WorkspaceRole | undefined; agent: boolean }): Membership {
  const decided = role ?? (agent ? 'guest' : 'member')
  return { role: decided, agent: agent || decided === 'owner' }
}

/** @throws ServiceError 403 for whoever does not run the workspace */
export function requireAdmin<M extends Membership>(actor: M | undefined): asserts actor is M {
  if (actor?.role !== 'owner' && actor?.role !== 'admin')
    throw new ServiceError('forbidden', 'Only an owner or admin of the workspace may do this.')
}

/** @throws ServiceError 403 for whoever does not own the workspace */
export function requireOwner<M extends Membership>(actor: M | undefined): asserts actor is M {
  if (actor?.role !== 'owner') throw new ServiceError('forbidden', 'Only an owner of the workspace may do this.')
}

/** @throws ServiceError 403 when an owner is made or changed by someone who is none */
export function requireOwnerFor(actor: Membership, ...roles: (WorkspaceRole | undefined)[]): void {
  if (roles.includes('owner') && actor.role !== 'owner')
    throw new ServiceError('forbidden', 'Only an owner may make or change an owner.')
}

/** The roles that someone of this role, or no longer of any, may not give: who invites is an admin, and an owner for owners. */
export function rolesBeyond(role: WorkspaceRole | undefined): readonly WorkspaceRole[] {
  if (role === 'owner') return []
  return role === 'admin' ? ['owner'] : workspaceRoles
}

/** @throws ServiceError 409 when the workspace would be left without an owner */
export function requireAnotherOwner(target: Membership, owners: number): void {
  if (target.role === 'owner' && owners <= 1)
    throw new ServiceError('conflict', 'A workspace keeps at least one owner: make someone else an owner first.')
}
