import { ServiceError } from '@parley/kit/errors'

/** For a channel that is missing, foreign or hidden: one answer, so that it tells nothing apart. */
export const noSuchChannel = (): ServiceError => new ServiceError('not_found', 'No such channel.')

/** For a message that is missing, deleted, foreign or hidden. */
export const noSuchMessage = (): ServiceError => new ServiceError('not_found', 'No such message.')

/** For whatever would change an archived channel's messages. */
export const archived = (): ServiceError => new ServiceError('conflict', 'The channel is archived.')
