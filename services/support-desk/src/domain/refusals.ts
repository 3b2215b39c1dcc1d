import { ServiceError } from '@parley/kit/errors'

/** The same answer for what is missing and for what is another workspace's. */
export const noSuchSite = () => new ServiceError('not_found', 'No such site.')
export const noSuchWidgetKey = () => new ServiceError('not_found', 'No such widget key.')
export const noSuchVisitor = () => new ServiceError('not_found', 'No such visitor.')

export const domainTaken = () => new ServiceError('conflict', 'Another site has this domain.')
