import { searchKnowledge } from '@parley/contracts/knowledge/knowledge'
import { beforeAll, describe, expect, it } from 'vitest'
import { documents, questions, unanswered } from './corpus.ts'
import { setScene } from './scene.ts'

const scene = await setScene()
const { as, ada, upload } = scene
const find = async (query: string, limit = 3) => (await as(ada).call(searchKnowledge, { query, limit })).data

beforeAll(async () => {
  for (const [title, text] of Object.entries(documents)) await upload(ada, title, text, { type: 'markdown' })
})

describe('searching what a small company knows', () => {
  it('finds what answers a question first, nearly always, in four languages', async () => {
    const places: [string, number][] = []
    for (const [question, title, passage] of questions) {
      const found = await find(question)
      places.push([question, found.findIndex((each) => each.title === title && each.content.includes(passage))])
    }
    expect(places.filter(([, place]) => place < 0)).toEqual([])
    expect(places.filter(([, place]) => place > 0).length).toBeLessThanOrEqual(2)
  })

  it('finds nothing where nothing is known', async () => {
    for (const question of unanswered) expect(await find(question), question).toEqual([])
  })

  it.each([
    ['another form of a word', 'bicycles garages', 'cellar'],
    ['a beginning', 'dishw', 'dishwasher'],
    ['a part of a longer word', 'personal', 'Personalportal'],
    ['a word that is misspelled', 'certifcate docter', 'certificate'],
    ['other case and accents', 'CALISMA saatleri', 'Uzaktan çalışma'],
    ['a heading', 'postmortem', 'five working days'],
    ['a title', 'onboarding', 'badge'],
  ])('finds by %s', async (_, query, passage) => {
    expect((await find(query))[0]?.content).toContain(passage)
  })

  it('answers a query without a word to look for with nothing', async () => {
    expect(await find('?!')).toEqual([])
    expect((await as(ada).answer(searchKnowledge, { query: '  ' })).status).toBe(400)
    expect((await as(ada).answer(searchKnowledge, { query: 'x'.repeat(2_001) })).status).toBe(400)
  })

  it('marks other forms of a word', async () => {
    await upload(ada, 'Fruit', 'We have two tamarinds. Tries are free, and so is trying.')
    const [found] = await find('tamarind try')
    expect(found!.highlights).toEqual([
      'We have two <mark>tamarinds</mark>. <mark>Tries</mark> are free, and so is <mark>trying</mark>.',
    ])
  })

  it('marks what was found, and escapes the rest', async () => {
    await upload(ada, 'Markup', 'Write <b>tamarind</b> & "sugar".')
    expect((await find('tamarind'))[0]!.highlights).toEqual([
      'Write &lt;b&gt;<mark>tamarind</mark>&lt;/b&gt; &amp; &quot;sugar&quot;.',
    ])
  })
})
