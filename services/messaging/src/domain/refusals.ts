import { ServiceError } from '@parley/kit/errors'

/** For a channel that is missing, foreign or hidden: one answer, so that it tells nothing apart. */
export const noSuchChannel = (): ServiceError => new ServiceError('not_found', 'No such channel.')

/** For a message that is missing, deleted, foreign or hidden. */
export const noSuchMessage = (): ServiceError => new ServiceError('not_found', 'No such message.')

/** For whatever would change an archived channel's messages. */
export const archived = (): ServiceError => new ServiceError('conflict', 'The channel is archived.')

/** For a scheduled message that is missing, forgotten or somebody else's. */
export const noSuchScheduled = (): ServiceError => new ServiceError('not_found', 'No such scheduled message.')

/** For one that has become a message. */
export const alreadySent = (): ServiceError =>
  new ServiceError('conflict', 'It was sent; change or delete the message instead.')
