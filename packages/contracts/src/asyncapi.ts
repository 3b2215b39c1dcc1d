import { introduction, partOf, parts } from './asyncapi-words.ts'
import { EventEnvelope } from './event.ts'
import { events } from './events.ts'
import { createSchemas, type Json } from './openapi-schemas.ts'
import { license } from './openapi-words.ts'
import { SocketError, type SocketMessage, socketMessages } from './realtime.ts'

export interface AsyncApiOptions {
  /** Where the deployment is reached. */
  serverUrl: string
  version: string
}

const ref = (...path: string[]) => ({ $ref: `#/${path.join('/')}` })
const deliveries = {
  sequenced: 'sequenced: in order, without gaps, once; `sync` answers what was missed.',
  transient: 'transient: what is missed is not sent again.',
}

/** The AsyncAPI 3.1 document of the socket at `/socket.io`: what it emits, and what a client may send. */
export function asyncApiDocument({ serverUrl, version }: AsyncApiOptions): Json {
  const schemas = createSchemas()
  const { host, protocol } = new URL(serverUrl)
  const messages: Record<string, Record<string, Json>> = {}
  const operations: Record<string, Json> = {}

  const envelope = schemas.of(EventEnvelope, 'output') as { properties: Json }
  for (const { type, audience, description, delivery, data } of events) {
    const part = partOf(type)
    messages[part] ??= {}
    messages[part][type] = {
      name: type,
      title: type,
      payload: {
        ...envelope,
        properties: { ...envelope.properties, type: { const: type }, data: schemas.of(data, 'output') },
      },
    }
    operations[type] = {
      action: 'send',
      channel: ref('channels', part),
      title: type,
      description: [description, `**Received by:** ${audience}`, `**Delivery:** ${deliveries[delivery]}`]
        .filter(Boolean)
        .join('\n\n'),
      messages: [ref('channels', part, 'messages', type)],
    }
  }

  const error = { name: 'error', title: 'Refused', payload: schemas.of(SocketError, 'output') }
  messages.client = { error }
  for (const message of socketMessages) {
    const { name, description, payload, acknowledgement } = message
    const answer = `${name}.answer`
    messages.client[name] = {
      name,
      title: name,
      payload: payload ? schemas.of(payload, 'input') : { type: 'null', description: 'No argument.' },
    }
    messages.client[answer] = { name: answer, title: 'Done', payload: schemas.of(acknowledgement, 'output') }
    operations[`client.${name}`] = {
      action: 'receive',
      channel: ref('channels', 'client'),
      title: name,
      description: `${description}\n\n${refusals(message)}`,
      messages: [ref('channels', 'client', 'messages', name)],
      reply: {
        channel: ref('channels', 'client'),
        messages: [answer, 'error'].map((each) => ref('channels', 'client', 'messages', each)),
      },
    }
  }

  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Parley realtime',
      version,
      description: introduction,
      contact: { name: 'This deployment', url: serverUrl },
      license: { name: license.name },
      externalDocs: { url: `${serverUrl}/openapi.json`, description: 'The HTTP API, as OpenAPI 3.1.' },
    },
    defaultContentType: 'application/json',
    servers: {
      gateway: {
        host,
        pathname: '/socket.io',
        protocol: protocol === 'https:' ? 'wss' : 'ws',
        description: 'socket.io, protocol 5.',
        security: [ref('components', 'securitySchemes', 'token')],
      },
    },
    channels: Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, { address: '/', ...part, messages: messages[name] }]),
    ),
    operations,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'In `auth: {token}`, or as a header.' },
      },
      schemas: schemas.components,
    },
  }
}

const refusals = ({ errors }: SocketMessage): string =>
  `May be refused with ${errors.map((code) => `\`${code}\``).join(', ')}.`
