/** A channel that has a due message. */
export interface DueChannel {
  workspaceId: string
  channelId: string
}

/**
 * Hands out channels one at a time: workspaces take turns, as do the channels of a workspace, and of each workspace at
 * most `maxPerWorkspace` channels are out at once.
 */
export function createTurns(maxPerWorkspace: number) {
  /** The channels of each workspace; whose turn is next comes first. */
  let due = new Map<string, Set<string>>()
  /** The number of the turn that each workspace of `due` had last. */
  let lastTurns = new Map<string, number>()
  let turns = 0
  /** Those that are handed out. */
  const out = new Map<string, Set<string>>()
  const outOf = (workspaceId: string): ReadonlySet<string> => out.get(workspaceId) ?? new Set()
  const turnOf = (workspaceId: string): number => lastTurns.get(workspaceId) ?? 0

  return {
    /** Replaces all that is due; workspaces and their channels in the order of their first turns. */
    replace(channels: readonly DueChannel[]): void {
      const byWorkspace = [...Map.groupBy(channels, ({ workspaceId }) => workspaceId)]
      due = new Map(
        byWorkspace
          .toSorted(([one], [other]) => turnOf(one) - turnOf(other))
          .map(([workspaceId, of]) => [workspaceId, new Set(of.map(({ channelId }) => channelId))]),
      )
      lastTurns = new Map([...due.keys()].map((workspaceId) => [workspaceId, turnOf(workspaceId)]))
    },

    /** The channel whose turn it is, until `giveBack`; undefined when there is none. */
    take(): DueChannel | undefined {
      for (const [workspaceId, channels] of due) {
        const taken = outOf(workspaceId)
        const channelId = taken.size < maxPerWorkspace ? [...channels].find((id) => !taken.has(id)) : undefined
        if (channelId === undefined) continue
        out.set(workspaceId, new Set([...taken, channelId]))
        moveToEnd(channels, channelId)
        due.delete(workspaceId)
        due.set(workspaceId, channels)
        lastTurns.set(workspaceId, ++turns)
        return { workspaceId, channelId }
      }
      return undefined
    },

    /** Ends a channel's turn. It gets no other, until the next `replace`, unless more may be due there. */
    giveBack({ workspaceId, channelId }: DueChannel, { mayHaveMore }: { mayHaveMore: boolean }): void {
      const taken = new Set(outOf(workspaceId))
      taken.delete(channelId)
      if (taken.size > 0) out.set(workspaceId, taken)
      else out.delete(workspaceId)
      if (!mayHaveMore) due.get(workspaceId)?.delete(channelId)
    },
  }
}

function moveToEnd(set: Set<string>, member: string): void {
  set.delete(member)
  set.add(member)
}
