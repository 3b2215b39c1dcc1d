import { createHmac, timingSafeEqual } from 'node:crypto'
import { decodeId, encodeId } from '@parley/contracts/type-id'
import { digestOfAddress } from '../domain/address-digest.ts'

/** Hex digits of a signature: 80 bits. Each guess is a mail that somebody has to take in. */
const signatureLength = 20
/** Of what a return path says beside, to whom a mail went: no more fit before an `@`. */
const markLength = 12

const replyPattern = new RegExp(`^(cnv_[0-9a-z]{26})-([0-9a-f]{${signatureLength}})(?:-([0-9a-f]{${markLength}}))?$`)
const tokenPattern = new RegExp(`^((cnv_[0-9a-z]{26})-([\\w-]{43}))-([0-9a-f]{${signatureLength}})$`)

/** What an address of the desk's is for. */
export type MailAddress = { kind: 'conversation'; conversationId: string } | { kind: 'desk'; workspaceId: string }

/** What the desk mails to visitors: what they have not seen of a conversation, or all of it. */
export type MailKind = 'unseen' | 'transcript'

/** What a signature is for: one opens nothing of another. */
type Purpose = 'reply' | 'return' | 'unsubscribe'

/**
 * Makes and reads the addresses at which the desk gets mail: a workspace's own, `wsp_…@in.parley.example`, and one for each
 * conversation, which is signed, so that whoever was not mailed about it cannot write to it. They are in lower case, as
 * some mail servers make of any address.
 *
 * @param options.domain whose mail comes here
 * @param options.secrets the first signs, all are accepted
 */
export function createMailAddresses({ domain, secrets }: { domain: string; secrets: readonly string[] }) {
  const sign = (purpose: Purpose, text: string, secret: string) =>
    createHmac('sha256', secret).update(`mail ${purpose} ${text}`).digest('hex').slice(0, signatureLength)
  const isSigned = (purpose: Purpose, text: string, given: string, length = signatureLength) =>
    secrets.some((secret) => isEqual(sign(purpose, text, secret).slice(0, length), given))

  const replyPart = (conversationId: string): string => {
    const id = encodeId('cnv', conversationId)
    return `${id}-${sign('reply', id, secrets[0]!)}`
  }

  function readReplyPart(text: string): string | undefined {
    const [, id = '', given = ''] = replyPattern.exec(text.toLowerCase()) ?? []
    return isSigned('reply', id, given) ? decodeId(id, ['cnv']) : undefined
  }

  const mailedTo = (id: string, address: string) => `${id} ${digestOfAddress(address).toString('hex')}`

  /** What is before the `@`, where the rest is the domain. */
  const localPartOf = (address: string): string | undefined => {
    const at = address.lastIndexOf('@')
    return address.slice(at + 1).toLowerCase() === domain ? address.slice(0, at) : undefined
  }

  return {
    /** Where a workspace's desk gets mail. */
    ofDesk: (workspaceId: string): string => `${encodeId('wsp', workspaceId)}@${domain}`,

    /** Where a conversation's answers come. */
    ofConversation: (conversationId: string): string => `${replyPart(conversationId)}@${domain}`,

    /** Where reports come on a mail of a conversation’s to an address; answers that come there belong to it, too. */
    returnPath: (conversationId: string, address: string): string => {
      const mark = sign('return', mailedTo(encodeId('cnv', conversationId), address), secrets[0]!)
      return `${replyPart(conversationId)}-${mark.slice(0, markLength)}@${domain}`
    },

    /** Whether an address that a report came to is the return path of a mail to another. */
    isReturnPathOf(returnPath: string, address: string): boolean {
      const [, id = '', , mark] = replyPattern.exec(localPartOf(returnPath)?.toLowerCase() ?? '') ?? []
      return mark !== undefined && isSigned('return', mailedTo(id, address), mark, markLength)
    },

    /** The id of the mail that brings a conversation up to a message, the same however often that is sent. */
    messageId: (kind: MailKind, conversationId: string, seq: number): string =>
      `${replyPart(conversationId)}.${kind}.${seq}@${domain}`,

    /** What an address is for; undefined for one that is no desk's, or whose signature is not ours. */
    read(address: string): MailAddress | undefined {
      const local = localPartOf(address)
      if (local === undefined) return undefined
      const conversationId = readReplyPart(local)
      if (conversationId !== undefined) return { kind: 'conversation', conversationId }
      const workspaceId = local.toLowerCase().startsWith('wsp_') ? decodeId(local, ['wsp']) : undefined
      return workspaceId === undefined ? undefined : { kind: 'desk', workspaceId }
    },

    /** The conversation that one of our mails was about, by its id. */
    readMessageId: (messageId: string): string | undefined => {
      const local = localPartOf(messageId)?.replace(/\.[a-z]+\.\d{1,16}$/, '')
      return local === undefined ? undefined : readReplyPart(local)
    },

    /** What a link to unsubscribe carries: the conversation whose mail has it, and the address that this went to. */
    unsubscribeToken(conversationId: string, address: string): string {
      const text = `${encodeId('cnv', conversationId)}-${digestOfAddress(address).toString('base64url')}`
      return `${text}-${sign('unsubscribe', text, secrets[0]!)}`
    },

    readUnsubscribeToken(token: string): { conversationId: string; digest: Buffer } | undefined {
      const [, text = '', id = '', digest = '', given = ''] = tokenPattern.exec(token) ?? []
      const conversationId = isSigned('unsubscribe', text, given) ? decodeId(id, ['cnv']) : undefined
      return conversationId === undefined ? undefined : { conversationId, digest: Buffer.from(digest, 'base64url') }
    },
  }
}

export type MailAddresses = ReturnType<typeof createMailAddresses>

const isEqual = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
