import { ServiceError } from '@parley/kit/errors'

export const noSuchWebhook = () => new ServiceError('not_found', 'No such webhook.')
export const noSuchDelivery = () => new ServiceError('not_found', 'No such delivery.')
export const isInactive = () => new ServiceError('conflict', 'The webhook is not active.')
