// In the place of `@socket.io/component-emitter`.

type Listener = (...given: unknown[]) => void

export class Emitter {
  private listening: Record<string, Listener[]> = {}

  on(event: string, listener: Listener): this {
    this.listening[event] = [...this.listeners(event), listener]
    return this
  }

  once(event: string, listener: Listener): this {
    const once = (...given: unknown[]) => {
      this.off(event, once)
      listener.apply(this, given)
    }
    // By which `off` knows it.
    once.fn = listener
    return this.on(event, once)
  }

  /** One listener of an event, all of them, or all of every event. */
  off(event?: string, listener?: Listener & { fn?: Listener }): this {
    if (event === undefined) this.listening = {}
    else
      this.listening[event] = this.listeners(event).filter(
        (other: Listener & { fn?: Listener }) => listener && other !== listener && other.fn !== listener,
      )
    return this
  }

  removeListener(event: string, listener: Listener): this {
    return this.off(event, listener)
  }

  removeAllListeners(event?: string): this {
    return this.off(event)
  }

  emit(event: string, ...given: unknown[]): this {
    for (const listener of this.listeners(event)) listener.apply(this, given)
    return this
  }

  emitReserved(event: string, ...given: unknown[]): this {
    // Not `this.emit`, which a socket has another of.
    Emitter.prototype.emit.call(this, event, ...given)
    return this
  }

  listeners(event: string): Listener[] {
    return this.listening[event] ?? []
  }

  hasListeners(event: string): boolean {
    return this.listeners(event).length > 0
  }
}
