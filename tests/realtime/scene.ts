import { randomUUID } from 'node:crypto'
import { createChannel } from '@parley/contracts/channels/channels'
import { channelUpdated } from '@parley/contracts/channels/events'
import { updateChannel } from '@parley/contracts/channels/managing'
import type { EventContract, EventOf } from '@parley/contracts/event'
import { messageCreated } from '@parley/contracts/messages/events'
import { postMessage } from '@parley/contracts/messages/messages'
import { colleague, type Person, people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import type { TestSocket } from '@parley/testing/sockets'
import { expect, vi } from 'vitest'

/** Who listens, beside the two ends of a conversation, Ada and Bob. */
export const listeners = ['ada', 'bob', 'gil', 'nora', 'gus', 'eve'] as const
export type Listener = (typeof listeners)[number]

/** Whom an event reached, and how often each of them received it. */
export type Reach = Partial<Record<Listener, number>>

/**
 * Ada owns a workspace, Bob and Nora are its members, Gil and Gus its guests; Eve owns another. Each has a socket at one
 * of two gateways. Ada, Bob and Gil are members of channels made with `newChannel`.
 */
export async function openScene() {
  const platform = await bootPlatform({ gateways: 2 })
  const { ada, bob, gus, eve } = await people(platform)
  const [nora, gil] = await Promise.all([
    colleague(platform, ada, 'nora', { role: 'member' }),
    colleague(platform, ada, 'gil', { role: 'guest' }),
  ])
  const everyone: Record<Listener, Person> = { ada, bob, gil, nora, gus, eve }

  async function newChannel(owner: Person, isPrivate: boolean, members: Person[]): Promise<string> {
    const { channel } = await owner.call(createChannel, {
      workspace_id: owner.workspaceId,
      name: `c-${randomUUID()}`,
      channel_type: 'text',
      is_private: isPrivate,
      ...(members.length > 0 && { member_ids: members.map(({ userId }) => userId) }),
    })
    return channel.id
  }

  // Whoever has received an event of these channels has received all that was published before it.
  const fences = {
    ours: await newChannel(ada, true, [bob, gil, nora, gus]),
    theirs: await newChannel(eve, true, []),
  }
  const sockets = {} as Record<Listener, TestSocket>
  for (const [index, name] of listeners.entries())
    sockets[name] = await everyone[name].socket({ url: platform.gatewayUrls[index % 2]! })

  /** Waits until everything that has been published so far has reached everyone. */
  async function settled(): Promise<void> {
    const mark = randomUUID()
    for (const [owner, id] of [
      [ada, fences.ours],
      [eve, fences.theirs],
    ] as const)
      await Promise.all([
        owner.call(postMessage, { channel_id: id, content: mark }),
        owner.call(updateChannel, { id, topic: mark }),
      ])
    await Promise.all(
      listeners.flatMap((name) => [
        sockets[name].next(messageCreated, ({ data }) => data.content === mark),
        sockets[name].next(channelUpdated, ({ data }) => data.topic === mark),
      ]),
    )
  }

  /**
   * Waits until the sockets of a new channel's members are in its room, which takes up to a second. Of what is published
   * before that, sequenced events come later than in other rooms, and transient ones not at all.
   */
  async function membersIn(id: string): Promise<void> {
    await vi.waitFor(async () => {
      for (const name of ['ada', 'bob', 'gil'] as const) {
        const { channels } = await sockets[name].ask('positions')
        expect(Object.keys(channels), name).toContain(id)
      }
    }, 30_000)
  }

  return {
    platform,
    ...everyone,
    everyone,
    sockets,
    settled,
    membersIn,
    async newChannel(isPrivate: boolean): Promise<string> {
      const id = await newChannel(ada, isPrivate, [bob, gil])
      await membersIn(id)
      return id
    },
    /** Whom an event that `matches` has reached by now. */
    async reachOf<E extends EventContract>(event: E, matches: (event: EventOf<E>) => boolean): Promise<Reach> {
      await settled()
      const received = listeners.map((name) => [name, sockets[name].all(event).filter(matches).length] as const)
      return Object.fromEntries(received.filter(([, times]) => times > 0))
    },
  }
}

/** Each of them once. */
export const once = (...names: Listener[]): Reach => Object.fromEntries(names.map((name) => [name, 1]))
