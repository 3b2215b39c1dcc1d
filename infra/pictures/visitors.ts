import { type Client, createClient } from '@parley/client/client'
import { sendAgentMessage } from '@parley/contracts/desk/messages'
import { startWidgetSession } from '@parley/contracts/desk/widget'
import { createWidgetKey } from '@parley/contracts/desk/widget-keys'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'

/** Visitors write, and Ada talks with the last of them, whose conversation’s id is returned. */
export async function talkAtTheDesk(url: string, ada: Client): Promise<string> {
  const { plainKey } = await ada.call(createWidgetKey, { name: 'Shop' })
  const anonymous = createClient({ baseUrl: url })
  const comes = async (name: string, title: string) => {
    const page = { url: `https://shop.example/${title.toLowerCase().replaceAll(' ', '-')}`, title }
    const session = await anonymous.call(startWidgetSession, { apiKey: plainKey, user: { name }, page })
    const visitor = createClient({ baseUrl: url, token: session.visitorToken })
    return async (content: string) => (await visitor.call(sendWidgetMessage, { content })).conversationId
  }
  await (await comes('Jonas Keller', 'Delivery'))('Hi, do you deliver to Austria as well?')
  await (await comes('Priya Nair', 'The Hauler'))('Is the Hauler back in stock in green?')
  await (await comes('Wei Zhang', 'Workshops'))('Where can I have the brakes looked at in Hamburg?')
  const marta = await comes('Marta Ruiz', 'Batteries')
  const id = await marta('My battery shows 80 % after a whole night. Is that a fault?')
  await ada.call(sendAgentMessage, {
    id,
    content:
      'No, all is well: it stops at 80 % to last longer. Hold the power button for five seconds to charge it full.',
  })
  await marta('That worked, thank you! Is it bad to do that every day?')
  await ada.call(sendAgentMessage, {
    id,
    content: 'Before a long ride it is fine. For every day we would leave it at 80 %: it is still enough for 60 km.',
  })
  await marta('Perfect. That is all I wanted to know.')
  return id
}
