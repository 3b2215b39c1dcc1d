import { title } from '@parley/contracts/endpoint'
import { editMessage } from '@parley/contracts/messages/changes'
import { listMentions } from '@parley/contracts/messages/following'
import { getMessage, postMessage } from '@parley/contracts/messages/messages'
import { seedWorkspace } from '@parley/testing/fixtures'
import { admit } from '@parley/testing/rows/gateway'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, database, as, answerTo } = scene
const { ada, bob, cyd, gus } = acme

async function inbox(who: typeof ada, query: object = {}) {
  const { data, meta } = await as(who).call(listMentions, query)
  return { texts: data.map(({ content }) => content), total: meta.total, hasMore: meta.has_more }
}
/** The texts of one test, distinct from those of the others. */
let test = 0
const only = ({ texts }: { texts: string[] }, marker: string) => texts.filter((text) => text.endsWith(marker))
const marker = () => ` (${++test})`

describe(title(listMentions), () => {
  it('lists what mentions the caller, newest first, with every field of a message', async () => {
    const its = marker()
    const [one, two] = [await scene.channel({}, [bob, cyd]), await scene.channel({ is_private: true }, [bob])]
    await scene.post(ada, one, `@bob first${its}`)
    const root = await scene.post(ada, two, `for all: @channel${its}`)
    await scene.reply(ada, root, `a reply to @bob${its}`)
    await scene.post(ada, one, `not for him, @cyd${its}`)
    await scene.post(bob, one, `his own @channel${its}`)
    await scene.post(cyd, one, `@here and @bob${its}`)
    const expected = ['@here and @bob', 'a reply to @bob', 'for all: @channel', '@bob first'].map((text) => text + its)
    const { data, meta } = await as(bob).call(listMentions, {})
    expect(data.map(({ content }) => content)).toEqual(expected)
    expect(meta).toEqual({ total: 4, total_is_capped: false, limit: 50, has_more: false })
    for (const message of data) expect((await as(bob).call(getMessage, { id: message.id })).data).toEqual(message)
  })

  it('leaves out deleted messages and those edited to mention nobody', async () => {
    const its = marker()
    const channel = await scene.channel({}, [bob])
    await scene.delete(await scene.post(ada, channel, `@bob gone${its}`))
    const { id } = await scene.post(ada, channel, `@bob edited${its}`)
    await as(ada).call(editMessage, { id, content: `nobody${its}` })
    const { id: other } = await scene.post(ada, channel, `nobody${its}`)
    await as(ada).call(editMessage, { id: other, content: `@bob after all${its}` })
    expect(only(await inbox(bob), its)).toEqual([`@bob after all${its}`])
  })

  it('shows only channels that can be read now, and all of them again when they can', async () => {
    const its = marker()
    const [secret, open] = [await scene.channel({ is_private: true }, [cyd]), await scene.channel({}, [cyd])]
    await scene.post(ada, secret, `@cyd secret${its}`)
    await scene.post(ada, secret, `@channel secret${its}`)
    await scene.post(ada, open, `@cyd open${its}`)
    await scene.post(ada, open, `@channel open${its}`)
    expect(only(await inbox(cyd), its)).toHaveLength(4)
    const { total } = await inbox(cyd)
    await scene.remove(secret, cyd)
    await scene.remove(open, cyd)
    // Whoever may still read a public channel is no member of it, whom `@channel` would mean.
    expect(only(await inbox(cyd), its)).toEqual([`@cyd open${its}`])
    expect((await inbox(cyd)).total).toBe(total - 3)
    await scene.add(secret, cyd)
    expect(only(await inbox(cyd), its)).toEqual([`@cyd open${its}`, `@cyd secret${its}`])
  })

  it('leaves out mentions of everyone from before the caller joined, for guests as for others', async () => {
    const its = marker()
    const channel = await scene.channel()
    await scene.post(ada, channel, `@channel before${its}`)
    await scene.add(channel, gus)
    await scene.post(ada, channel, `@channel after${its}`)
    expect(only(await inbox(gus), its)).toEqual([`@channel after${its}`])
  })

  it('keeps workspaces apart, though a person be in both', async () => {
    const its = marker()
    const other = await seedWorkspace(database, { owner: 'owner' })
    const there = { ...bob, workspaceId: other.workspaceId }
    await admit(database, there)
    await as(other.owner).call(postMessage, { channel_id: other.general, content: `@bob and @channel there${its}` })
    expect(only(await inbox(bob), its)).toEqual([])
    expect(await inbox(there)).toEqual({ texts: [`@bob and @channel there${its}`], total: 1, hasMore: false })
  })

  it('pages either way from any message, without a gap or a repetition', async () => {
    const its = marker()
    const channels = [await scene.channel({}, [gus]), await scene.channel({}, [gus]), await scene.channel({}, [gus])]
    const ids: string[] = []
    for (let i = 0; i < 12; i++) {
      const text = [`@gus`, `@channel`, `@gus and @channel`][i % 3]!
      ids.unshift((await scene.post(ada, channels[(i * 5) % 3]!, `${text} ${i}${its}`)).id)
    }
    const page = async (query: object) => {
      const { data, meta } = await as(gus).call(listMentions, { limit: 5, ...query })
      return [data.map(({ id }) => ids.indexOf(id)), meta.has_more]
    }
    expect(await page({})).toEqual([[0, 1, 2, 3, 4], true])
    expect(await page({ before: ids[4] })).toEqual([[5, 6, 7, 8, 9], true])
    expect(await page({ after: ids[9] })).toEqual([[4, 5, 6, 7, 8], true])
    expect(await page({ after: ids[3] })).toEqual([[0, 1, 2], false])
    expect(await answerTo(gus, listMentions, { before: ids[0], after: ids[1] })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'after' }] } },
    })
  })

  it('counts exactly to 1,000 and marks when there are more', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.fill(channel, { count: 1_100 })
    const count = async (wanted: number) => {
      await database.query('delete from messaging.mentions where channel_id = $1', [channel])
      await database.query(
        `insert into messaging.mentions (channel_id, user_id, seq, message_id, workspace_id, author_id, is_reply)
         select channel_id, case when seq % 2 = 0 then $2::uuid end, seq, id, workspace_id, user_id, false
         from messaging.messages where channel_id = $1 and seq <= $3`,
        [channel, bob.userId, wanted],
      )
      const { meta } = await as(bob).call(listMentions, { limit: 1 })
      return [meta.total, meta.total_is_capped]
    }
    const [others] = await count(0)
    expect(await count(1_000 - Number(others))).toEqual([1_000, false])
    expect(await count(1_001 - Number(others))).toEqual([1_000, true])
  })

  it('is empty for whoever is mentioned nowhere', async () => {
    const { data, meta } = await as(scene.eve).call(listMentions, {})
    expect(data).toEqual([])
    expect(meta).toEqual({ total: 0, total_is_capped: false, limit: 50, has_more: false })
    expect(await inbox(scene.eve, { before: unknownId })).toMatchObject({ texts: [] })
  })
})
