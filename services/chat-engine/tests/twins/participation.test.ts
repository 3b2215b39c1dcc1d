import { foldHandle } from '@parley/text/handle-fold'
import { describe, expect, it } from 'vitest'
import { answeringTwins, mentionedTwins, type Said } from '../../src/twins/participation.ts'

const twin = (handle: string, mode: 'active' | 'passive' | 'on-demand' = 'on-demand') => ({
  twinId: handle,
  handleKey: foldHandle(handle),
  mode,
})
const said = (content: string, more: Partial<Said> = {}): Said => ({
  content,
  mentionedPeople: [],
  rootTwinId: null,
  previousTwinId: null,
  ...more,
})

describe('who answers', () => {
  const modes = ['active', 'on-demand', 'passive'] as const
  const table: [string, Said, Record<(typeof modes)[number], boolean | undefined>][] = [
    ['a message', said('hello'), { active: false, 'on-demand': undefined, passive: undefined }],
    ['a mention', said('hi @scout'), { active: true, 'on-demand': true, passive: undefined }],
    ['a mention in code', said('see `@scout`'), { active: false, 'on-demand': undefined, passive: undefined }],
    ['a mention of another', said('hi @lvng'), { active: false, 'on-demand': undefined, passive: undefined }],
    ['@channel', said('hi @channel'), { active: false, 'on-demand': undefined, passive: undefined }],
    [
      'a reply in its thread',
      said('and?', { rootTwinId: 'scout' }),
      { active: true, 'on-demand': true, passive: undefined },
    ],
    [
      'a reply after its reply',
      said('and?', { previousTwinId: 'scout' }),
      { active: true, 'on-demand': true, passive: undefined },
    ],
    [
      'a reply there that turns to a person',
      said('@bob?', { rootTwinId: 'scout', mentionedPeople: ['bob'] }),
      { active: false, 'on-demand': undefined, passive: undefined },
    ],
    [
      'a reply there that turns to another twin',
      said('@other?', { previousTwinId: 'scout' }),
      { active: false, 'on-demand': undefined, passive: undefined },
    ],
    [
      'a reply in another’s thread',
      said('and?', { rootTwinId: 'other' }),
      { active: false, 'on-demand': undefined, passive: undefined },
    ],
  ]
  it.each(
    table.flatMap(([what, message, expected]) => modes.map((mode) => ({ what, message, mode, is: expected[mode] }))),
  )('$what: $mode', ({ message, mode, is }) => {
    const found = answeringTwins([twin('scout', mode), twin('other')], message)
    expect(found.find(({ twinId }) => twinId === 'scout')?.isAsked).toBe(is)
  })

  it('is everybody who is mentioned, each once', () => {
    const twins = ['scout', 'lvng', 'steve-jobs'].map((handle) => twin(handle))
    expect(answeringTwins(twins, said('@scout @lvng @Scout @lvng: which?'))).toEqual([
      { twinId: 'scout', isAsked: true },
      { twinId: 'lvng', isAsked: true },
    ])
  })
})

describe('a mention', () => {
  const twins = ['scout', 'steve', 'steve-jobs', 'помощник', '助手', 'مساعد', 'zoë'].map((handle) => twin(handle))
  it.each([
    ['@Steve Jobs, please', ['steve-jobs']],
    ['@steve_jobs?', ['steve-jobs']],
    ['ask @steve about jobs', ['steve']],
    ['@STEVE', ['steve']],
    ['Привет, @Помощник!', ['помощник']],
    ['请问@助手这是什么', ['助手']],
    ['يا @مساعد ساعدني', ['مساعد']],
    ['＠ｓｃｏｕｔ', ['scout']],
    ['@zoë and @zoe', ['zoë']],
    ['me@scout.example', []],
    ['@scouting', []],
    ['https://x.example/@scout', []],
  ])('%s', (content, expected) => {
    expect([...mentionedTwins(twins, { content, mentionedPeople: [] })]).toEqual(expected)
  })

  it('of somebody with a longer name is not the twin’s', () => {
    const content = '@Steve Jobs Junior, hi'
    expect([...mentionedTwins(twins, { content, mentionedPeople: ['steve jobs junior'] })]).toEqual([])
  })
})
