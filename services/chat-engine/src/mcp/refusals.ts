import { ServiceError } from '@parley/kit/errors'

export const missingServer = () => new ServiceError('not_found', 'No such server.')
export const nameTaken = () => new ServiceError('conflict', 'There is a server of that name already.')
