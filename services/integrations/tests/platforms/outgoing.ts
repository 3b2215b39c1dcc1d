import type { OutgoingMessage } from '../../src/platforms/platform.ts'

/** A message of Carol’s on its way to a platform. */
export const message = (given: Partial<OutgoingMessage>): OutgoingMessage => ({
  key: 'k1',
  author: { name: 'Carol', avatarUrl: 'https://parley.example/carol.png' },
  text: 'hello',
  hasPreviews: true,
  threadId: null,
  files: [],
  ...given,
})

/** An edit that nothing ends, of a message of which no part was lost. */
export const editing = {
  signal: new AbortController().signal,
  findLost: async () => [],
  beginPart: async () => {},
  noteParts: async () => {},
}
