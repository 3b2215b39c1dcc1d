import { setTimeout as wait } from 'node:timers/promises'
import { deleteTenantConversation } from '@parley/contracts/desk/conversations'
import { sendAgentMessage } from '@parley/contracts/desk/messages'
import { deleteTenantVisitor } from '@parley/contracts/desk/visitors'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { tally } from '@parley/testing/answer'
import { handOverMail } from '@parley/testing/desk-mail'
import { startSmtp } from '@parley/testing/smtp'
import type { TestVisitor } from '@parley/testing/visitors'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { bootProcesses } from '../processes.ts'
import { describeAftermath } from './desk-aftermath.ts'
import { type DeskVisitor, deeds, startDeskDay } from './desk-people.ts'
import { type Crowd, openDesk } from './desk-world.ts'

export interface DeskDaySetting extends Crowd {
  gateways: number
  seed: number
  /** What is killed, one after another. */
  victims: readonly (readonly string[])[]
  /** Messages that are acknowledged before each, and after it. */
  messagesBetween: number
  /** See `startDeskDay`. */
  pauseMs: number
}

const inboundMailDomain = 'in.parley.test'
const inboundMailSecret = 'what the mail server and the desk know'
/** Less than the minute for which a key stays claimed that a process had which was killed. */
const promptly = 45_000

/** Three agents and many visitors, all at once, while processes are killed; afterwards everything is as its rows say. */
export async function describeDeskDay(setting: DeskDaySetting): Promise<void> {
  const { gateways, victims, messagesBetween } = setting
  const smtp = await startSmtp()
  const platform = await bootProcesses({
    gateways,
    durable: true,
    services: ['gateway', 'channels', 'messaging', 'support-desk'],
    serviceEnv: {
      gateway: { SMTP_URL: smtp.url },
      'support-desk': {
        ...{ UNSEEN_MAIL_DELAY_MS: '300', INBOUND_MAIL_DOMAIN: inboundMailDomain },
        INBOUND_MAIL_SECRETS: inboundMailSecret,
      },
    },
  })
  const world = await openDesk(platform, setting)
  const { ada, agents, desk, visitors, absent } = world
  afterAll(() => {
    for (const { realtime } of [...desk, ...visitors.map(({ view }) => view)]) realtime.close()
  })
  const doomed = visitors.filter(({ isDoomed }) => isDoomed)
  const day = startDeskDay({ ...setting, agents, visitors })
  let mailing: Promise<unknown> | undefined

  describe('a day at a desk', () => {
    it('one of the agents who answer at once takes a conversation', async () => {
      const { conversationId: id } = await absent[0]!.visitor.call(sendWidgetMessage, { content: 'Who has me?' })
      const answers = await Promise.all(
        agents.map(({ client }) => client.answer(sendAgentMessage, { id, content: 'I do' })),
      )
      expect(tally(answers)).toEqual({ 200: 1, 409: 2 })
    })

    const kills = victims.map((names) => ({ names, listed: names.join(' and ') }))
    it.for(kills)('kill -9 of $listed in the middle is survived', { timeout: 240_000 }, async ({ names }) => {
      day.begin()
      mailing ??= Promise.all(absent.map(writeAndLeave))
      mailing.catch(() => {}) // it is awaited below
      await goneOn()
      const deleting = doomed.length > 1 ? doomed.shift() : undefined
      await Promise.all([
        deleting && remove(deleting),
        ...names.map((name) => platform.kill(name, 'SIGKILL').then(() => platform.ready(name))),
      ])
      await goneOn()
    })

    it('a conversation that is deleted is gone for everyone at once', { timeout: 240_000 }, async () => {
      const id = await remove(doomed[0]!)
      for (const { deleted } of [...desk, doomed[0]!.view]) await vi.waitUntil(() => deleted.has(id), promptly)
    })

    it('visitors who have left were mailed, and have answered by mail', { timeout: 240_000 }, async () => {
      await mailing
    })

    it('all was done that is done at a desk', { timeout: 240_000 }, async () => {
      await vi.waitFor(() => expect(deeds.filter((deed) => !day.done.has(deed))).toEqual([]), 200_000)
    })

    it('everyone is answered in the end', { timeout: 240_000 }, async () => {
      await day.stop()
      // Without a status the gateway itself was gone. What is below 500 is final: somebody was first, it is deleted, or the
      // time until which it was to be put off has passed.
      const known = ['400 snoozedUntil', '401', '403', '404', '409', '502', '503', '504', 'TypeError', 'TimeoutError']
      expect(known).toEqual(expect.arrayContaining([...day.refusals.keys()]))
      for (const name of day.gone) expect(visitors.find((each) => each.name === name)).toMatchObject({ isDoomed: true })
    })
  })

  describeAftermath(world, day)

  /** Until so many more messages are acknowledged. */
  function goneOn() {
    const before = day.promised.length
    return vi.waitUntil(() => day.promised.length >= before + messagesBetween, promptly)
  }

  /** Deletes a conversation of somebody’s; of every other one their visitor, and so all that they have. */
  async function remove({ name, visitor, view }: DeskVisitor): Promise<string> {
    const id = await vi.waitUntil(() => [...view.conversations.keys()].at(-1), promptly)
    const isAll = Number(name.split(' ')[1]) % 2 === 0
    await (isAll
      ? day.settled((options) => ada.call(deleteTenantVisitor, { id: visitor.session.visitor.id }, options))
      : day.settled((options) => ada.call(deleteTenantConversation, { id }, options)))
    return id
  }

  /** Somebody writes and leaves; an agent answers; the mail comes, and is answered, by a mail that comes twice. */
  async function writeAndLeave({ visitor, email, answer }: { visitor: TestVisitor; email: string; answer: string }) {
    const content = `${email} asks`
    const said = day.keep(await day.settled((options) => visitor.call(sendWidgetMessage, { content }, options)))
    for (let i = 0, isAnswered = false; !isAnswered; i++) {
      const agent = agents[i % agents.length]!
      const given = { id: said!.conversationId, content: `${agent.name} answers ${email} ${i}` }
      isAnswered = !!day.keep(await day.settled((options) => agent.call(sendAgentMessage, given, options)))
    }
    const { source } = await smtp.mailTo(email)
    const replyTo = /^reply-to:.*?([^<>\s]+@in\.parley\.test)/im.exec(source.replaceAll(/\r\n\s+/g, ' '))![1]
    const mail = `From: ${email}\nTo: ${replyTo}\nSubject: Re\nMessage-ID: <1-${email}>\n\n${answer}`
    for (let times = 0; times < 2; ) {
      const handed = await handOverMail(platform.url, mail, inboundMailSecret).catch(() => undefined)
      if (handed?.ok) times++
      else await wait(100)
    }
  }
}
