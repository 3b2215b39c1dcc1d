import { createSite } from '@parley/contracts/desk/sites'
import { colleague, newcomer } from '@parley/testing/people'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import type { ProcessPlatform } from '../processes.ts'
import type { DeskVisitor } from './desk-people.ts'
import { watchDesk, watchWidget } from './desk-views.ts'

/** Visitors with a widget open, and visitors who have left, and are mailed what they are answered. */
export interface Crowd {
  visitors: number
  absent: number
}

/** So many are deleted, or a conversation of theirs is. */
const doomedCount = 4

export type DeskWorld = Awaited<ReturnType<typeof openDesk>>

/** An owner, three agents and their visitors, each with a socket. */
export async function openDesk(platform: ProcessPlatform, { visitors: count, absent: absentCount }: Crowd) {
  const urlOf = (i: number) => platform.gatewayUrls[i % platform.gatewayUrls.length]!
  const ada = await newcomer(platform, 'ada')
  const agents = await Promise.all(
    ['bob', 'cem', 'dora'].map((name) => colleague(platform, ada, name, { role: 'guest', agent: true })),
  )
  // Of what is deleted no rows are left to compare a report with: it is of no site.
  const site = await ada.call(createSite, { name: 'Shop', domain: 'shop.example' })
  const [key, keyOfDoomed] = [await newWidgetKey(ada, { siteId: site.id }), await newWidgetKey(ada)]
  const desk = await Promise.all(agents.map((agent, i) => watchDesk(agent, urlOf(i))))
  const visitors: DeskVisitor[] = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const [name, isDoomed] = [`visitor ${i}`, i < doomedCount]
      const visitor = await visit(platform, isDoomed ? keyOfDoomed : key)
      return { name, visitor, view: await watchWidget(visitor, urlOf(i), name), isDoomed }
    }),
  )
  const absent = await Promise.all(
    Array.from({ length: absentCount }, async (_, i) => {
      const email = `absent-${i}@home.test`
      return { email, visitor: await visit(platform, key, { user: { email } }), answer: `By mail, from ${email}` }
    }),
  )
  return { platform, ada, agents, siteId: site.id, desk, visitors, absent }
}
