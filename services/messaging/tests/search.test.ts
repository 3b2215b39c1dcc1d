import type { InputOf } from '@parley/contracts/endpoint'
import { title } from '@parley/contracts/endpoint'
import { searchMessages } from '@parley/contracts/messages/search'
import type { Caller } from '@parley/kit/assertion'
import { describe, expect, it } from 'vitest'
import { setScene } from './scene.ts'

const scene = await setScene()
const { acme, as } = scene
const { ada, bob } = acme

const search = (reader: Caller, query: string, rest: Partial<InputOf<typeof searchMessages>> = {}) =>
  as(reader).call(searchMessages, { query, ...rest })

/** A channel of its own with these texts, and what a query finds of them, best first. */
async function channelOf(...texts: string[]) {
  const channel = await scene.channel({ is_private: true }, [bob])
  for (const text of texts) await scene.post(ada, channel, text)
  return {
    channel,
    find: async (query: string) =>
      (await search(bob, query, { channel_id: channel })).data.map(({ content }) => content),
  }
}

describe(title(searchMessages), () => {
  it('finds word forms', async () => {
    const { find } = await channelOf('We deployed the staging environment.', 'Mice are running about.', 'nothing')
    expect(await find('deploy')).toEqual(['We deployed the staging environment.'])
    expect(await find('environments deploying')).toEqual(['We deployed the staging environment.'])
    expect(await find('RUN')).toEqual(['Mice are running about.'])
    expect(await find('deploy mice')).toEqual([])
  })
})
