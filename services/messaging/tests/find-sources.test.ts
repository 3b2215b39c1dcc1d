import { title } from '@parley/contracts/endpoint'
import { findSources } from '@parley/contracts/messages/sources'
import type { Caller } from '@parley/kit/assertion'
import { createTwin } from '@parley/testing/rows/chat-engine'
import { describe, expect, it, vi } from 'vitest'
import { file, upload } from './files-scene.ts'
import { setScene, unknownId } from './scene.ts'
import { connectAs } from './service-scene.ts'

const scene = await setScene({ env: { DOCUMENTS_AT_ONCE: '1' } })
const { acme, eve, messaging, as } = scene
const { ada, bob, cyd, gus, workspaceId } = acme
const open = await scene.channel()
const hidden = await scene.channel({ is_private: true }, [bob])
const withGuest = await scene.channel({}, [gus])

const forPerson = ({ workspaceId, userId }: Pick<Caller, 'workspaceId' | 'userId'>) =>
  messaging.callAs({ kind: 'service', service: 'chat-engine', workspaceId, userId })
const find = async (who: Caller, question: string, destination: string | null = null) =>
  (await forPerson(who).call(findSources, { question, destination_channel_id: destination })).sources
const textsFor = async (who: Caller, question: string, destination: string | null = null) =>
  (await find(who, question, destination)).map(({ content }) => content).sort()
/** Attaches files to a message; resolves once they have been read. */
async function attach(who: Caller, channelId: string, content: string, ...files: File[]) {
  const uploads = await upload(scene, who, channelId, ...files)
  const message = await scene.post(who, channelId, content, { attachments: uploads.map(({ id }) => ({ id })) })
  await scene.indexed()
  await vi.waitUntil(
    async () =>
      (await scene.database.query("select from messaging.file_texts where status = 'queued' limit 1")).length === 0,
    60_000,
  )
  return { message, uploads }
}

describe(title(findSources), () => {
  it('finds what answers a question, with who said it where, and to which question', async () => {
    const asked = await scene.post(bob, open, 'How can I reset the espresso machine?')
    const answer = await scene.reply(ada, asked, 'Hold both buttons for ten seconds, it beeps.')
    await scene.post(cyd, open, 'The printer is out of paper again.')
    await scene.indexed()
    const [source, ...more] = await find(cyd, 'how do I reset the espresso machine')
    expect(more).toEqual([])
    expect(source).toEqual({
      ...{ id: answer.id, channel_id: open, channel_name: expect.any(String), author: 'ada' },
      ...{ created_at: answer.created_at, content: answer.content, question: asked.content },
      ...{ coverage: expect.closeTo(1, 1), score: 1, file: null },
    })
    const itself = { question: answer.content, destination_channel_id: null, question_message_id: answer.id }
    expect(await forPerson(cyd).call(findSources, itself)).toEqual({ sources: [] })
    expect(await find(cyd, 'what is the capital of Mongolia')).toEqual([])
    expect(await find(cyd, '?!')).toEqual([])
  })

  it('finds what documents say, with who attached them where', { timeout: 120_000 }, async () => {
    const { message, uploads } = await attach(
      ada,
      open,
      'for the new ones',
      file('handbook.md', '# Keys\n\nThe shed key hangs behind the boiler.\n\n# Bins\n\nThe bins go out on Tuesday.'),
      file('rates.csv', 'Vehicle,Daily rate\nTandem,27\nCargo bike,41\n'),
      file('note.txt', '打印机的墨盒在三号柜。'),
    )
    const [handbook, rates, note] = uploads
    const [source, ...more] = await find(cyd, 'Where does the key of the shed hang?')
    expect(more).toEqual([])
    expect(source).toEqual({
      ...{ id: message.id, channel_id: open, channel_name: expect.any(String), author: 'ada' },
      ...{ created_at: message.created_at, content: 'The shed key hangs behind the boiler.', question: null },
      ...{ coverage: expect.closeTo(1, 1), score: 1, file: { id: handbook!.id, name: 'handbook.md', place: '' } },
    })
    expect(await find(cyd, 'What is the daily rate of the tandem?')).toMatchObject([
      {
        content: 'Vehicle | Daily rate\nTandem | 27\nCargo bike | 41',
        file: { id: rates!.id, name: 'rates.csv', place: 'rows 2 to 3' },
      },
    ])
    expect(await find(cyd, '墨盒在哪里？')).toMatchObject([{ file: { id: note!.id } }])
    // A document is found by its name and headings, too.
    expect(await find(cyd, 'handbook keys boiler')).toMatchObject([{ file: { id: handbook!.id } }])

    // The same document twice is one answer; one that is gone is none.
    const again = file('copy.md', '# Keys\n\nThe shed key hangs behind the boiler.')
    const copy = await attach(bob, open, 'again', again)
    expect(await find(cyd, 'where does the shed key hang')).toMatchObject([{ id: copy.message.id }])
    await scene.delete(copy.message)
    expect(await find(cyd, 'where does the shed key hang')).toMatchObject([{ id: message.id }])
    await scene.delete(message)
    expect(await find(cyd, 'where does the shed key hang')).toEqual([])
  })

  it('finds nothing in what cannot be read, which is tried once', { timeout: 120_000 }, async () => {
    const { uploads } = await attach(
      ada,
      open,
      'oh',
      file('torn.pdf', '%PDF-1.7 torn'),
      file('blank.txt', ' \n'),
      file('nothing.txt', ''),
    )
    const [torn, blank, nothing] = uploads
    expect(
      await scene.database.query(
        'select file_id, status, failure, attempts from messaging.file_texts where file_id = any($1) order by array_position($1, file_id)',
        [uploads.map(({ id }) => id)],
      ),
    ).toEqual([
      { file_id: torn!.id, status: 'failed', failure: 'damaged', attempts: 1 },
      { file_id: blank!.id, status: 'failed', failure: 'empty', attempts: 1 },
      { file_id: nothing!.id, status: 'failed', failure: 'empty', attempts: 1 },
    ])
    // What has ended three processes is not given to a fourth.
    const again = "update messaging.file_texts set status = 'queued', failure = null, crashes = 3 where file_id = $1"
    await scene.database.query(again, [blank!.id])
    await vi.waitFor(
      async () =>
        expect(
          await scene.database.query('select status, failure from messaging.file_texts where file_id = $1', [
            blank!.id,
          ]),
        ).toEqual([{ status: 'failed', failure: 'unavailable' }]),
      10_000,
    )
  })

  it('finds what people of elsewhere replied, in a thread or by name, without a word of the question', async () => {
    const bridge = await connectAs(scene.database, 'integrations')
    const place = { workspaceId, channelId: open }
    let posts = 0
    const say = async (name: string, content: string, parent_message_id?: string) => {
      const author = { type: 'bridged', platform: 'slack', foreign_id: name, name } as const
      const { message } = await bridge.post(
        place,
        author,
        { content, ...(parent_message_id && { parent_message_id }) },
        `${++posts}`,
      )
      return message!.id
    }
    await say('Zoe', 'How can I descale the kettle?')
    await say('Max', 'Lovely weather again.')
    await say('Max', 'Zoe: vinegar, then rinse twice')
    const root = await say('Lea', 'does anyone know how to descale a kettle')
    await say('Max', 'citric acid', root)
    await say('Lea', 'Max: found it elsewhere, sorry', root)
    await scene.indexed()
    const sources = await find(bob, 'How do I descale the kettle?')
    expect(sources.map(({ content, question }) => [content, question]).sort()).toEqual([
      ['Zoe: vinegar, then rinse twice', 'How can I descale the kettle?'],
      ['citric acid', 'does anyone know how to descale a kettle'],
    ])
  })

  it('finds nothing that a twin has said, whatever it quotes', async () => {
    const twin = await createTwin(scene.database, acme)
    const engine = await connectAs(scene.database, 'chat-engine')
    const place = { workspaceId, channelId: open }
    const author = { type: 'twin', ai_twin_id: twin } as const
    const said = await scene.post(ada, open, 'The gong is struck at noon.')
    const asked = await scene.post(bob, open, 'When is the gong struck?')
    const echo = '“The gong is struck at noon.” (ada in #open)'
    await engine.post(place, author, { content: echo }, 'echo')
    await engine.post(place, author, { content: echo, parent_message_id: asked.id }, 'echo in a thread')
    await engine.post(place, author, { content: 'bob: at midnight' }, 'beside')
    await scene.indexed()
    expect((await find(cyd, 'when is the gong struck')).map(({ id }) => id)).toEqual([said.id])
  })

  it('finds for the person alone whatever they can read, and nothing else', async () => {
    const texts = [
      'The walrus code in the open is 11.',
      'The walrus code in hiding is 22.',
      'The walrus code of guests is 33.',
    ]
    const [inOpen, inHiding, ofGuests] = texts as [string, string, string]
    await scene.post(ada, open, inOpen)
    await scene.post(ada, hidden, inHiding)
    await scene.post(ada, withGuest, ofGuests)
    await scene.indexed()
    const question = 'what is the walrus code'
    expect(await textsFor(bob, question)).toEqual([...texts].sort())
    expect(await textsFor(cyd, question)).toEqual([inOpen, ofGuests].sort())
    expect(await textsFor(gus, question)).toEqual([ofGuests])
    expect(await find(eve, question)).toEqual([])

    // Into a channel: what everyone can read who reads the answer there.
    expect(await textsFor(bob, question, hidden)).toEqual([...texts].sort())
    expect(await textsFor(bob, question, open)).toEqual([inOpen, ofGuests].sort())
    expect(await textsFor(bob, question, withGuest)).toEqual([ofGuests])
    await scene.add(hidden, gus)
    expect(await textsFor(bob, question, hidden)).toEqual([inHiding, ofGuests].sort())
    await scene.remove(hidden, gus)
    expect(await textsFor(bob, question, hidden)).toEqual([...texts].sort())

    await scene.remove(hidden, bob)
    expect(await textsFor(bob, question)).toEqual([inOpen, ofGuests].sort())
  })

  it.each([
    [
      'German',
      'Die Druckerpatrone liegt im Schrank neben der Küche.',
      'Wo sind denn die Druckerpatronen?',
      'Der Schrank war heute offen.',
    ],
    [
      'Turkish',
      'Yazıcı kartuşları mutfağın yanındaki dolapta duruyor.',
      'Yazıcının kartuşu nerede?',
      'Dolap bugün açıktı arkadaşlar.',
    ],
    ['Chinese', '重启打印机要按住红色按钮十秒。', '打印机怎么重启？', '今天天气很好，我们去公园吧。'],
    [
      'Japanese',
      'プリンターの再起動は赤いボタンを十秒押してください。',
      'プリンターを再起動するには？',
      '今日は天気がいいです。',
    ],
  ])('answers in %s, whatever the endings of its words', async (_language, answer, question, other) => {
    for (const content of [answer, other]) await scene.post(ada, open, content)
    await scene.indexed()
    expect(await textsFor(bob, question)).toEqual([answer])
  })

  it('finds a message as it is now', async () => {
    const message = await scene.post(ada, open, 'The heron nests in the north tower.')
    await scene.indexed()
    await scene.edit(message, 'The heron nests in the south tower.')
    const question = 'where does the heron nest'
    expect(await textsFor(bob, question)).toEqual(['The heron nests in the south tower.'])
    await scene.delete(message)
    expect(await find(bob, question)).toEqual([])
  })

  it('answers whoever cannot read the destination as if it did not exist', async () => {
    const statusFor = async (who: Pick<Caller, 'workspaceId' | 'userId'>, destination_channel_id: string) =>
      (await forPerson(who).answer(findSources, { question: 'what', destination_channel_id })).status
    expect(await statusFor(cyd, hidden)).toBe(404)
    expect(await statusFor(gus, open)).toBe(404)
    expect(await statusFor(ada, unknownId)).toBe(404)
    for (const channel of [open, hidden]) expect(await statusFor(eve, channel)).toBe(404)
    expect(await statusFor({ ...ada, workspaceId: eve.workspaceId }, open)).toBe(404)
  })

  it('is for services that name a person', async () => {
    const input = { question: 'what', destination_channel_id: null }
    expect((await as(ada).answer(findSources, input)).status).toBe(403)
    const forNobody = messaging.callAs({ kind: 'service', service: 'chat-engine', workspaceId, userId: null })
    expect((await forNobody.answer(findSources, input)).status).toBe(403)
  })
})
