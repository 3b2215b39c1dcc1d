/** Every error code and the HTTP status it is answered with. The order is the order in which checks happen. */
export const errorStatus = {
  unknown_route: 404,
  method_not_allowed: 405,
  unauthorized: 401,
  rate_limited: 429,
  payload_too_large: 413,
  unsupported_media_type: 415,
  forbidden: 403,
  invalid_input: 400,
  not_found: 404,
  range_not_satisfiable: 416,
  conflict: 409,
  not_supported: 409,
  approval_required: 409,
  gone: 410,
  budget_exceeded: 429,
  idempotency_mismatch: 422,
  internal: 500,
  bad_gateway: 502,
  unavailable: 503,
  timeout: 504,
} as const

export type ErrorCode = keyof typeof errorStatus
