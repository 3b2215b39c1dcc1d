import { createClient } from './generated/hey-api/client/index.ts'
import { type Message, postMessage } from './generated/hey-api/index.ts'

/** Posts a message through what `@hey-api/openapi-ts` has generated, and reads the types of its answer. */
export async function post(baseUrl: string, token: string, channelId: string): Promise<string> {
  const client = createClient({ baseUrl, auth: token })
  const { data, error } = await postMessage({
    client,
    body: { channel_id: channelId, content: 'From hey-api', metadata: { nested: [1, { deep: null }] } },
  })
  if (!data) throw new Error(JSON.stringify(error))
  if (!('seq' in data.data)) throw new Error('It was scheduled.')
  const message: Message = data.data
  // @ts-expect-error A field that the document does not have.
  message.no_such_field
  return message.content
}
