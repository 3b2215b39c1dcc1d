import { createHmac, timingSafeEqual } from 'node:crypto'
import { decodeId, encodeId } from '@parley/contracts/type-id'

/** Hex digits of a signature: 80 bits. Each guess is a mail that somebody has to take in. */
const signatureLength = 20

/** What an address of the desk's is for. */
export type MailAddress = { kind: 'conversation'; conversationId: string } | { kind: 'desk'; workspaceId: string }

/** What the desk mails to visitors: what they have not seen of a conversation, or all of it. */
export type MailKind = 'unseen' | 'transcript'

/** What a signature is for: one opens nothing of another. */
type Purpose = 'reply' | 'unsubscribe'

/**
 * Makes and reads the addresses at which the desk gets mail: a workspace's own, `wsp_…@in.parley.example`, and one for each
 * conversation, which is signed, so that whoever was not mailed about it cannot write to it. They are in lower case, as
 * some mail servers make of any address.
 *
 * @param options.domain whose mail comes here
 * @param options.secrets the first signs, all are accepted
 */
export function createMailAddresses({ domain, secrets }: { domain: string; secrets: readonly string[] }) {
  const sign = (purpose: Purpose, id: string, secret: string) =>
    createHmac('sha256', secret).update(`mail ${purpose} ${id}`).digest('hex').slice(0, signatureLength)

  const signed = (purpose: Purpose, conversationId: string): string => {
    const id = encodeId('cnv', conversationId)
    return `${id}-${sign(purpose, id, secrets[0]!)}`
  }

  function read(purpose: Purpose, text: string): string | undefined {
    const [, id = '', given = ''] = /^(cnv_[0-9a-z]{26})-([0-9a-f]{20})$/.exec(text.toLowerCase()) ?? []
    if (!secrets.some((secret) => isEqual(sign(purpose, id, secret), given))) return undefined
    return decodeId(id, ['cnv'])
  }

  /** What is before the `@`, where the rest is the domain. */
  const localPartOf = (address: string): string | undefined => {
    const at = address.lastIndexOf('@')
    return address.slice(at + 1).toLowerCase() === domain ? address.slice(0, at) : undefined
  }

  return {
    /** Where a workspace's desk gets mail. */
    ofDesk: (workspaceId: string): string => `${encodeId('wsp', workspaceId)}@${domain}`,

    /** Where a conversation's answers come. */
    ofConversation: (conversationId: string): string => `${signed('reply', conversationId)}@${domain}`,

    /** The id of the mail that brings a conversation up to a message, the same however often that is sent. */
    messageId: (kind: MailKind, conversationId: string, seq: number): string =>
      `${signed('reply', conversationId)}.${kind}.${seq}@${domain}`,

    /** What an address is for; undefined for one that is no desk's, or whose signature is not ours. */
    read(address: string): MailAddress | undefined {
      const local = localPartOf(address)
      if (local === undefined) return undefined
      const conversationId = read('reply', local)
      if (conversationId !== undefined) return { kind: 'conversation', conversationId }
      const workspaceId = local.toLowerCase().startsWith('wsp_') ? decodeId(local, ['wsp']) : undefined
      return workspaceId === undefined ? undefined : { kind: 'desk', workspaceId }
    },

    /** The conversation that one of our mails was about, by its id. */
    readMessageId: (messageId: string): string | undefined => {
      const local = localPartOf(messageId)?.replace(/\.[a-z]+\.\d{1,16}$/, '')
      return local === undefined ? undefined : read('reply', local)
    },

    /** What a link to unsubscribe carries. */
    unsubscribeToken: (conversationId: string): string => signed('unsubscribe', conversationId),
    readUnsubscribeToken: (token: string): string | undefined => read('unsubscribe', token),
  }
}

export type MailAddresses = ReturnType<typeof createMailAddresses>

const isEqual = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
