import type { Parley, RealtimeEvents } from '@parley/client/index'
import type { Topics } from './topics.ts'

export type Approval = RealtimeEvents['approval.requested']['data']

/** Calls of tools that wait for this person to say yes or no, by the run that waits. */
export class Approvals {
  #byRun: ReadonlyMap<string, Approval> = new Map()
  readonly #parley: Parley
  readonly #topics: Topics

  constructor(parley: Parley, topics: Topics) {
    this.#parley = parley
    this.#topics = topics
  }

  of(runId: string): Approval | undefined {
    return this.#byRun.get(runId)
  }

  async load(): Promise<void> {
    const { data } = await this.#parley.approvals.list({ status: 'pending', limit: 100 })
    this.#set(new Map(data.map((approval) => [approval.run_id, approval])))
  }

  /** It was asked for, or is decided. */
  put(approval: Approval): void {
    const others = new Map(this.#byRun)
    if (approval.status === 'pending') others.set(approval.run_id, approval)
    else others.delete(approval.run_id)
    this.#set(others)
  }

  async decide(id: string, decision: 'approve' | 'deny'): Promise<void> {
    const { data } = await this.#parley.approvals.decide({ id, decision })
    this.put(data)
  }

  #set(approvals: ReadonlyMap<string, Approval>): void {
    this.#byRun = approvals
    this.#topics.publish('approvals')
  }
}
