import type { User } from '@parley/client/index'
import { useEffect, useState } from 'react'
import { useStore } from '../../shell/workspace-provider.tsx'
import { findEmoji } from '../emoji/names.ts'
import type { Word } from './word-at.ts'

/** Somebody or something that can be put in the place of what is being typed. */
export interface Suggestion {
  key: string
  /** What is put in, with the space behind it. */
  insert: string
  label: string
  hint?: string | undefined
  person?: User | undefined
}

const atMost = 8
const restMs = 120

/** Whom or what the word before the caret may mean: people, twins and everybody behind `@`, channels behind `#`, emoji behind `:`. */
export function useSuggestions(channelId: string, word: Word | undefined): readonly Suggestion[] {
  const { parley, workspaceId, channels, twins } = useStore()
  const [found, setFound] = useState<readonly Suggestion[]>([])
  const { trigger, query } = word ?? {}

  useEffect(() => {
    if (trigger === undefined || query === undefined) return setFound([])
    if (trigger === ':') {
      let isWanted = true
      findEmoji(query, atMost).then(
        (emoji) => {
          if (isWanted)
            setFound(
              emoji.map((each) => ({
                key: each.name,
                insert: `${each.emoji} `,
                label: `${each.emoji} :${each.name}:`,
              })),
            )
        },
        () => {}, // Without the names there is nothing to suggest.
      )
      return () => {
        isWanted = false
      }
    }
    /** One’s own first, then others that can be seen. */
    async function channelsFor(query: string, signal: AbortSignal): Promise<Suggestion[]> {
      const wanted = query.toLowerCase()
      const mine = channels.mine.filter(({ channel_type, name }) => channel_type !== 'dm' && name.includes(wanted))
      const { channels: others } = await parley.channels.list(
        { workspace_id: workspaceId, is_member: false, is_archived: false, query: query || undefined, limit: atMost },
        { signal },
      )
      return [...mine, ...others]
        .sort((a, b) => Number(b.name.startsWith(wanted)) - Number(a.name.startsWith(wanted)))
        .slice(0, atMost)
        .map(({ id, name, display_name }) => ({
          key: id,
          insert: `#${name} `,
          label: `#${name}`,
          hint: display_name ?? undefined,
        }))
    }

    const cancel = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const { signal } = cancel
        if (trigger === '#') return setFound(await channelsFor(query, signal))
        const [people, assigned] = await Promise.all([
          parley.users.list({ query, limit: atMost }, { signal }),
          parley.channels.listTwins({ id: channelId }, { signal }),
          twins.load(),
        ])
        const ids = new Set(assigned.twins.map(({ id }) => id))
        const begins = (name: string) => name.toLowerCase().startsWith(query.toLowerCase())
        const ofTwins = (areHere: boolean) =>
          twins.all
            .filter(({ id, handle }) => ids.has(id) === areHere && begins(handle))
            .map(({ handle, name }) => ({ key: handle, insert: `@${handle} `, label: name, hint: `@${handle}` }))
        const ofPeople = people.data
          .filter(({ handle }) => handle !== null)
          .map((person) => ({
            key: person.user_id,
            insert: `@${person.handle} `,
            label: person.display_name,
            hint: `@${person.handle}`,
            person,
          }))
        const everybody = ['channel', 'here']
          .filter((handle) => query !== '' && begins(handle))
          .map((handle) => ({ key: handle, insert: `@${handle} `, label: `@${handle}` }))
        setFound([...ofTwins(true), ...ofPeople, ...everybody, ...ofTwins(false)].slice(0, atMost))
      } catch {
        // Without an answer there is nothing to suggest.
      }
    }, restMs)
    return () => {
      clearTimeout(timer)
      cancel.abort()
    }
  }, [parley, workspaceId, channels, twins, channelId, trigger, query])
  return found
}
