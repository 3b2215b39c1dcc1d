import type { Channel, MyChannel, Parley } from '@parley/client/index'
import type { Topics } from './topics.ts'

/** The channels that this person is a member of or looks at, direct messages included. */
export class Channels {
  readonly #byId = new Map<string, MyChannel>()
  #mine: readonly MyChannel[] = []
  #byName: ReadonlyMap<string, MyChannel> = new Map()
  #isLoaded = false
  readonly #parley: Parley
  readonly #workspaceId: string
  readonly #topics: Topics

  constructor(parley: Parley, workspaceId: string, topics: Topics) {
    this.#parley = parley
    this.#workspaceId = workspaceId
    this.#topics = topics
  }

  get(id: string): MyChannel | undefined {
    return this.#byId.get(id)
  }

  /** Those of which they are a member, the same list until it changes. */
  get mine(): readonly MyChannel[] {
    return this.#mine
  }

  /** The channel of a name, direct messages aside. */
  named(name: string): MyChannel | undefined {
    return this.#byName.get(name)
  }

  get isLoaded(): boolean {
    return this.#isLoaded
  }

  async load(): Promise<void> {
    const listed: MyChannel[] = []
    for await (const channel of this.#parley.channels.list({
      workspace_id: this.#workspaceId,
      is_member: true,
      limit: 100,
    }))
      listed.push(channel)
    const ids = new Set(listed.map(({ id }) => id))
    for (const id of [...this.#byId.keys()]) if (!ids.has(id)) this.#byId.delete(id)
    this.#isLoaded = true
    this.put(...listed)
  }

  /**
   * A channel that may not be among theirs.
   *
   * @throws ParleyError `not_found` where they cannot see it
   */
  async find(id: string): Promise<MyChannel> {
    const known = this.#byId.get(id)
    if (known) return known
    const { channel } = await this.#parley.channels.get({ id })
    this.put(channel)
    return channel
  }

  put(...channels: MyChannel[]): void {
    for (const channel of channels) this.#byId.set(channel.id, channel)
    const all = [...this.#byId.values()]
    this.#mine = all.filter(({ is_member }) => is_member)
    const withNames = all.filter(({ channel_type }) => channel_type !== 'dm')
    this.#byName = new Map(withNames.map((channel) => [channel.name, channel]))
    for (const { id } of channels) this.#topics.publish(`channel:${id}`)
    this.#topics.publish('channels')
  }

  /** A channel as everybody sees it; what it is to this person stays. */
  merge(channel: Channel): void {
    const known = this.#byId.get(channel.id)
    if (known) this.put({ ...known, ...channel })
  }

  change(id: string, changes: Partial<MyChannel>): void {
    const known = this.#byId.get(id)
    if (known) this.put({ ...known, ...changes })
  }

  /** They have joined it. */
  async join(id: string): Promise<void> {
    const { channel } = await this.#parley.channels.get({ id })
    this.put(channel)
  }

  /** They cannot see it any more. */
  remove(id: string): void {
    if (!this.#byId.delete(id)) return
    this.put()
    this.#topics.publish(`channel:${id}`)
  }
}
