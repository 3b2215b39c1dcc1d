export type { Input, OperationName, Output } from './call.ts'
export type * from './generated/resources.ts'
export type { CallOptions, ParleyOptions, Token, UploadOptions } from './options.ts'
export type { Page } from './page.ts'
export { type Calls, createParley, type Parley } from './parley.ts'
export { type ErrorCode, type ErrorDetail, ParleyConnectionError, ParleyError } from './parley-error.ts'
export {
  connect,
  type Realtime,
  RealtimeClosed,
  type RealtimeEvents,
  type RealtimeOptions,
  type RealtimeStatus,
} from './realtime.ts'
