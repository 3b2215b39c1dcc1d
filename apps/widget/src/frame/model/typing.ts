import { signal } from '@preact/signals'

/** How long somebody is shown as writing after they were last said to be. */
const shownMs = 5_000

/** Who of the other side is writing, by conversation; null where nobody says how they are called. */
export function createTyping() {
  const names = signal<ReadonlyMap<string, string | null>>(new Map())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function stop(conversationId: string): void {
    clearTimeout(timers.get(conversationId))
    if (names.value.has(conversationId)) names.value = new Map([...names.value].filter(([id]) => id !== conversationId))
  }

  return {
    names,
    show(conversationId: string, name: string | null): void {
      stop(conversationId)
      names.value = new Map([...names.value, [conversationId, name]])
      timers.set(conversationId, setTimeout(stop, shownMs, conversationId))
    },
    stop,
  }
}
