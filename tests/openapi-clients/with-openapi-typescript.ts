import createClient from 'openapi-fetch'
import type { components, paths } from './generated/openapi-typescript.ts'

/** Posts a message through what `openapi-typescript` has generated, and reads the types of its answer. */
export async function post(baseUrl: string, token: string, channelId: string): Promise<string> {
  const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } })
  const { data, error } = await client.POST('/api/v2/messages', {
    body: { channel_id: channelId, content: 'From openapi-typescript', metadata: { nested: [1, { deep: null }] } },
  })
  if (error) throw new Error(error.error.message)
  if (!('seq' in data.data)) throw new Error('It was scheduled.')
  const message: components['schemas']['Message'] = data.data
  // @ts-expect-error A field that the document does not have.
  message.no_such_field
  return message.content
}
