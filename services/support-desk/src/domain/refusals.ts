import { encodeId } from '@parley/contracts/type-id'
import type { Caller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'

/** The same answer for what is missing and for what is another workspace's. */
export const noSuchSite = () => new ServiceError('not_found', 'No such site.')
export const noSuchWidgetKey = () => new ServiceError('not_found', 'No such widget key.')
export const noSuchVisitor = () => new ServiceError('not_found', 'No such visitor.')
export const noSuchConversation = () => new ServiceError('not_found', 'No such conversation.')

export const noSuchBlock = () => new ServiceError('not_found', 'No such block.')
export const noSuchErasure = () => new ServiceError('not_found', 'No such erasure.')
export const wasMerged = (into: string) =>
  new ServiceError('conflict', `This conversation was merged into ${encodeId('cnv', into)}.`)

export const domainTaken = () => new ServiceError('conflict', 'Another site has this domain.')

export const noSuchLabel = () => new ServiceError('not_found', 'No such label.')
export const noSuchAttribute = () => new ServiceError('not_found', 'No such attribute.')
export const noSuchTeam = () => new ServiceError('not_found', 'No such team.')
export const noSuchAgent = () => new ServiceError('not_found', 'No such agent.')

export const labelNameTaken = () => new ServiceError('conflict', 'Another label has this name.')
export const teamNameTaken = () => new ServiceError('conflict', 'Another team has this name.')

/** @throws ServiceError 403 for an agent who does not run the workspace */
export function requireDeskAdmin({ role }: Pick<Caller, 'role'>): void {
  if (role !== 'owner' && role !== 'admin')
    throw new ServiceError('forbidden', 'Only an owner or admin of the workspace may change what all agents share.')
}

/** For somebody who was an agent a moment ago. */
export const notAnAgent = () => new ServiceError('forbidden', 'Only agents of the workspace may do this.')
