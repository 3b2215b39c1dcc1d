import { describe, expect, it } from 'vitest'
import { planDay } from '../replay/plan.ts'
import type { SlackMessage } from '../replay/slack-export.ts'

const names = new Map([['UADA', 'ada']])
const written = (user: string, ts: string, text: string, thread?: string): SlackMessage => ({
  type: 'message',
  user,
  text,
  ts,
  ...(thread && { thread_ts: thread }),
})
const plan = (messages: SlackMessage[], others: [string, SlackMessage[]][] = []) =>
  planDay(new Map([['help', messages], ...others]), names)

describe('planDay', () => {
  it('posts in the order of the day, across channels and whatever order the export has', () => {
    const { steps } = plan(
      [written('UADA', '100.000010', 'third'), written('UBOB', '100.000002', 'second')],
      [['other', [written('UEVE', '99.9', 'first')]]],
    )
    expect(steps.map(({ content }) => content)).toEqual(['first', 'second', 'third'])
  })

  it('attaches replies to their thread, and replies to replies to its root', () => {
    const { steps } = plan([
      written('UADA', '1.0', 'root', '1.0'),
      written('UBOB', '2.0', 'reply', '1.0'),
      written('UEVE', '3.0', 'reply to the reply', '2.0'),
    ])
    expect(steps.map(({ root }) => root)).toEqual([undefined, 0, 0])
  })

  it('lets the first reply start a thread whose root is not of the day', () => {
    const { steps } = plan([written('UADA', '2.0', 'a', '1.0'), written('UBOB', '3.0', 'b', '1.0')])
    expect(steps.map(({ root }) => root)).toEqual([undefined, 0])
  })

  it('keeps threads of one timestamp in two channels apart', () => {
    const { steps } = plan([written('UADA', '1.0', 'here')], [['other', [written('UBOB', '2.0', 'elsewhere', '1.0')]]])
    expect(steps[1]!.root).toBeUndefined()
  })

  it('leaves out what no person wrote, and counts it', () => {
    const joined = { ...written('UADA', '1.0', 'has joined'), subtype: 'channel_join' }
    const { steps, leftOut, people } = plan([joined, written('UBOB', '2.0', '  '), written('UEVE', '3.0', 'hi')])
    expect(steps).toHaveLength(1)
    expect(leftOut).toBe(2)
    expect(people).toEqual(['UEVE'])
  })

  it('writes markup as a person would', () => {
    const { steps } = plan([
      written('UBOB', '1.0', '<@UADA> see <https://example.org|this> &amp; 1 &lt; 2 in <#C1|help>'),
    ])
    expect(steps[0]!.content).toBe('@ada see https://example.org & 1 < 2 in #help')
  })

  it('puts into each channel those who wrote there', () => {
    const { members } = plan(
      [written('UADA', '1.0', 'a'), written('UADA', '2.0', 'b')],
      [['other', [written('UBOB', '3.0', 'c')]]],
    )
    expect(Object.fromEntries(members)).toEqual({ help: ['UADA'], other: ['UBOB'] })
  })
})
