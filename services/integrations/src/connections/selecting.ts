import { decodeId } from '@parley/contracts/type-id'
import type { RemoteChannelRow } from './remote-channels.ts'

/**
 * Which channels are meant by names or ids, of theirs or ours. A name with `#` before it is the same name. Of several
 * channels with one name, all are.
 */
export function resolveChannels(
  known: readonly Pick<RemoteChannelRow, 'id' | 'remoteId' | 'name'>[],
  wanted: readonly string[],
): { found: string[]; unknown: string[] } {
  const byKey = Map.groupBy(
    known.flatMap(({ id, remoteId, name }) => [id, remoteId, name].map((key) => ({ key, id }))),
    ({ key }) => key,
  )
  const found = new Set<string>()
  const unknown: string[] = []
  for (const text of new Set(wanted)) {
    const matches = byKey.get(decodeId(text, ['ch']) ?? text) ?? byKey.get(text.replace(/^#/, ''))
    if (matches) for (const { id } of matches) found.add(id)
    else unknown.push(text)
  }
  return { found: [...found], unknown }
}
