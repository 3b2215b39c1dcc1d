import { expect } from 'vitest'

/** Matches the URL by which a picture of another server is shown: the gateway's, which fetches it. */
export const throughGateway = (url: string): unknown =>
  expect.stringMatching(
    new RegExp(`/api/v2/avatars/foreign/[\\w-]{43}\\?url=${encodeURIComponent(url).replaceAll('.', '\\.')}$`),
  )
