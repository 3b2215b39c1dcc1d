import { describe, expect, it } from 'vitest'
import { createTurns, type DueChannel } from '../src/domain/turns.ts'

const channelsOf = (workspaceId: string, count: number): DueChannel[] =>
  Array.from({ length: count }, (_, i) => ({ workspaceId, channelId: `${workspaceId}${i}` }))

describe('turns', () => {
  it('go round the workspaces, and round the channels of each', () => {
    const turns = createTurns(2)
    turns.replace([...channelsOf('a', 3), ...channelsOf('b', 1), ...channelsOf('c', 2)])
    const taken = Array.from({ length: 8 }, () => {
      const channel = turns.take()!
      turns.giveBack(channel, { mayHaveMore: true })
      return channel.channelId
    })
    expect(taken).toEqual(['a0', 'b0', 'c0', 'a1', 'b0', 'c1', 'a2', 'b0'])
  })

  it('never have more channels of a workspace out than allowed, nor any twice', () => {
    const turns = createTurns(2)
    const due = [...channelsOf('a', 5), ...channelsOf('b', 1)]
    turns.replace(due)
    const [first, ...others] = [turns.take()!, turns.take()!, turns.take()!]
    expect([first, ...others].map(({ channelId }) => channelId)).toEqual(['a0', 'b0', 'a1'])
    expect(turns.take()).toBeUndefined()
    turns.replace(due)
    expect(turns.take()).toBeUndefined()
    turns.giveBack(first, { mayHaveMore: false })
    expect(turns.take()?.channelId).toBe('a2')
  })

  it('are over for a channel that has nothing left, until more is due', () => {
    const turns = createTurns(2)
    const due = channelsOf('a', 1)
    turns.replace(due)
    turns.giveBack(turns.take()!, { mayHaveMore: false })
    expect(turns.take()).toBeUndefined()
    turns.replace(due)
    expect(turns.take()).toEqual(due[0])
  })

  it('are kept when what is due is read again: who had none yet comes first, then who had theirs longest ago', () => {
    const turns = createTurns(2)
    turns.replace([...channelsOf('a', 1), ...channelsOf('b', 1)])
    for (let i = 0; i < 3; i++) turns.giveBack(turns.take()!, { mayHaveMore: true })
    turns.replace([...channelsOf('a', 1), ...channelsOf('b', 1), ...channelsOf('c', 1)])
    expect([turns.take(), turns.take(), turns.take()].map((channel) => channel?.workspaceId)).toEqual(['c', 'b', 'a'])
  })
})
