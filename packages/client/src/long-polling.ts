import { Fetch } from 'engine.io-client'

/**
 * engine.io's long polling by `fetch`. Its own leaves a connection that is lost in the middle of an answer unnoticed: the
 * rejection has no handler, which ends a process of Node, and elsewhere the socket waits for its ping to time out.
 */
export class LongPolling extends Fetch {
  override doPoll(): void {
    const { _fetch: send } = this as unknown as { _fetch(): Promise<Response> }
    send
      .call(this)
      .then(async (answer) => {
        if (answer.ok) this.onData(await answer.text())
        else this.onError('fetch read error', answer.status, answer)
      })
      .catch((error) => this.onError('fetch read error', error))
  }
}
