/** Keys that only the platform writes; a sender who could would forge pins and mentions. */
const reserved = /^(pinned|mentions$)/

/** A sender's metadata without the platform's own keys. */
export const ownMetadata = <V>(metadata: Record<string, V> = {}): Record<string, V> =>
  Object.fromEntries(Object.entries(metadata).filter(([key]) => !reserved.test(key)))
