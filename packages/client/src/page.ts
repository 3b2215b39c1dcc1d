import type { Call } from './call.ts'
import type { CallOptions } from './options.ts'
import type { Transport } from './transport.ts'

/**
 * A page of a list, once it is awaited; iterated, every item of all pages from this one on, each page being asked for
 * when the one before has been used up.
 */
export interface Page<A, I> extends PromiseLike<A>, AsyncIterable<I> {}

type Values = Record<string, unknown>

/** Asks for nothing before it is awaited or iterated. */
export function pageOf(send: Transport, call: Call, input: Values, options?: CallOptions): Page<unknown, unknown> {
  let first: Promise<unknown> | undefined
  const load = () => {
    first ??= send(call, input, options)
    return first
  }
  return {
    // biome-ignore lint/suspicious/noThenProperty: to be awaited as any call is.
    then: (onAnswer, onError) => load().then(onAnswer, onError),
    async *[Symbol.asyncIterator]() {
      let asked = input
      for (let page = await load(); ; page = await send(call, asked, options)) {
        const items = itemsOf(call, page)
        yield* items
        const next = nextInput(call, asked, page)
        if (!next) return
        asked = next
      }
    },
  }
}

const itemsOf = ({ pages }: Call, page: unknown): Values[] => (page as Record<string, Values[]>)[pages!.items] ?? []

/** The input that asks for the page behind this one; undefined behind the last. */
function nextInput(call: Call, asked: Values, page: unknown): Values | undefined {
  const { cursors = [], repeats = [] } = call.pages!
  const { meta = {} } = page as { meta?: Values }
  const items = itemsOf(call, page)
  const last = items.at(-1)
  if (!last || meta.has_more === false) return undefined
  const repeated = Object.fromEntries(repeats.map((name) => [name, meta[name]]))
  const cursor = cursors.find(({ when }) => when === undefined || asked[when] !== undefined)
  if (cursor) return { ...asked, ...repeated, offset: undefined, [cursor.query]: last[cursor.of] }
  return { ...asked, ...repeated, offset: Number(asked.offset ?? 0) + items.length }
}
