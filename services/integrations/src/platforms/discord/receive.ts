import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { ServiceError } from '@parley/kit/errors'
import * as z from 'zod'
import type { InboundRequest, Received } from '../platform.ts'

const maxAgeS = 5 * 60

const Interaction = z.object({ type: z.number() })
const ping = 1
const ephemeral = 1 << 6

/**
 * An interaction that Discord posts, once its signature is found good. Messages come over the gateway: there are no
 * commands, and whoever uses one is answered so.
 *
 * @throws ServiceError `unauthorized` for what is forged or stale, `invalid_input` for what is signed and no interaction
 */
export function receive({ header, body }: InboundRequest, publicKey: string | undefined, now: Date): Received {
  const timestamp = header('x-signature-timestamp') ?? ''
  const given = Buffer.from(header('x-signature-ed25519') ?? '', 'hex')
  // One that has no length of a signature's costs as much as any other.
  const signature = given.length === 64 ? given : Buffer.alloc(64)
  const signed = Buffer.concat([Buffer.from(timestamp), body])
  const isSigned = publicKey !== undefined && verify(null, signed, keyOf(publicKey), signature)
  const isRecent = Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= maxAgeS
  if (!isSigned || !isRecent) throw new ServiceError('unauthorized', 'This is not signed by Discord, or too old.')
  const { data } = Interaction.safeParse(parsed(body))
  if (!data) throw new ServiceError('invalid_input', 'This is no interaction of Discord’s.')
  const answer = { content: 'Parley has no commands here.', flags: ephemeral }
  return { body: data.type === ping ? { type: 1 } : { type: 4, data: answer }, events: [] }
}

/** What stands before the bytes of a public key of Ed25519 in DER. */
const derPrefix = Buffer.from('302a300506032b6570032100', 'hex')

const keyOf = (publicKey: string): KeyObject =>
  createPublicKey({ key: Buffer.concat([derPrefix, Buffer.from(publicKey, 'hex')]), format: 'der', type: 'spki' })

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
