import type { Run } from '@parley/client/index'

/** What an answer rests on, to be opened. */
export type Source = Run['sources'][number]

const none: readonly Source[] = []

/** The sources of a twin’s message, as its metadata says; whatever else stands there is none. */
export function sourcesIn(metadata: Readonly<Record<string, unknown>>): readonly Source[] {
  const { sources } = metadata
  return Array.isArray(sources) && sources.every(isSource) ? sources : none
}

const isSource = (given: unknown): given is Source => {
  const { type, id } = Object(given) as Partial<Source>
  return typeof type === 'string' && typeof id === 'string'
}
