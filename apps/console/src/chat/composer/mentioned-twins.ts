import type { Twin } from '@parley/client/index'
import { comparable } from '../../text/mentions.ts'

/** The twins that a text mentions; the inside of an address mentions nobody. */
export function mentionedTwins<T extends Pick<Twin, 'id' | 'handle'>>(text: string, twins: readonly T[]): T[] {
  const written = text.matchAll(/(?<![\w.+-])@([\p{L}\p{N}._-]+)/gu)
  const handles = new Set([...written].map(([, handle = '']) => comparable(handle)))
  return twins.filter(({ handle }) => handles.has(comparable(handle)))
}
