import { ServiceError } from '@parley/kit/errors'

/** The same answer for a channel that is missing, in another workspace, or not visible to the caller. */
export const noSuchChannel = () => new ServiceError('not_found', 'No such channel.')

/** What a workspace that is not the caller's answers. */
export const noSuchWorkspace = () => new ServiceError('not_found', 'No such workspace.')

/** What a person who is not of the workspace, or not of the channel, answers. */
export const noSuchPerson = () => new ServiceError('not_found', 'No such person.')

/** What anything that would change an archived channel answers. */
export const archived = () => new ServiceError('conflict', 'The channel is archived.')

/** What a twin that is not of the workspace, or not of the channel, answers. */
export const noSuchTwin = () => new ServiceError('not_found', 'No such twin.')

/** What a change is answered that takes someone who runs the channel. */
export const notTheirs = (what: string) => new ServiceError('forbidden', `Only those who run the channel ${what}.`)

/** What bringing people in is answered that takes a member who is not a guest. */
export const notAnInsider = () =>
  new ServiceError('forbidden', 'Only members of the channel who are not guests add people to it.')
