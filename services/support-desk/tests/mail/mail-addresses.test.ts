import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { digestOfAddress } from '../../src/domain/address-digest.ts'
import { createMailAddresses } from '../../src/mail/mail-addresses.ts'

const [secret, former, foreign] = ['n'.repeat(32), 'f'.repeat(32), 'x'.repeat(32)]
const by = (...secrets: string[]) => createMailAddresses({ domain: 'in.parley.example', secrets })
const addresses = by(secret, former)
const conversationId = randomUUID()
const workspaceId = randomUUID()
const email = 'zoe@home.example'

describe('an address of the desk', () => {
  it('names a conversation, also as mail servers rewrite it, and under the former secret', () => {
    const named = { kind: 'conversation', conversationId }
    const address = addresses.ofConversation(conversationId)
    expect(address.split('@')[0]!.length).toBeLessThanOrEqual(64)
    expect(addresses.read(address)).toEqual(named)
    expect(addresses.read(address.toUpperCase())).toEqual(named)
    expect(addresses.read(by(former).ofConversation(conversationId))).toEqual(named)
  })

  it('names a workspace', () => {
    expect(addresses.read(addresses.ofDesk(workspaceId))).toEqual({ kind: 'desk', workspaceId })
  })

  it('is none with another signature, another domain, or for another purpose', () => {
    const address = addresses.ofConversation(conversationId)
    const other = addresses.ofConversation(randomUUID())
    const [local, domain] = address.split('@')
    for (const forged of [
      by(foreign).ofConversation(conversationId),
      `${local!.split('-')[0]}-${other.split('@')[0]!.split('-')[1]}@${domain}`,
      `${local}@evil.example`,
      `${addresses.unsubscribeToken(conversationId, email)}@${domain}`,
      `${local!.split('-')[0]}@${domain}`,
      `wsp_x@${domain}`,
      `@${domain}`,
      '',
    ])
      expect(addresses.read(forged), forged).toBeUndefined()
    expect(addresses.readUnsubscribeToken(local!)).toBeUndefined()
    const token = addresses.unsubscribeToken(conversationId, email)
    expect(token.length).toBeLessThanOrEqual(100)
    expect(addresses.readUnsubscribeToken(token)).toEqual({ conversationId, digest: digestOfAddress(email) })
    const others = addresses.unsubscribeToken(conversationId, 'max@home.example')
    expect(addresses.readUnsubscribeToken(others.slice(0, -20) + token.slice(-20))).toBeUndefined()
    expect(addresses.readUnsubscribeToken('')).toBeUndefined()
  })

  it('takes reports on mails to the one that it was mailed to, and answers all the same', () => {
    const returnPath = addresses.returnPath(conversationId, email)
    expect(returnPath.split('@')[0]!.length).toBeLessThanOrEqual(64)
    expect(addresses.read(returnPath)).toEqual({ kind: 'conversation', conversationId })
    expect(addresses.isReturnPathOf(returnPath.toUpperCase(), email)).toBe(true)
    expect(addresses.isReturnPathOf(by(former).returnPath(conversationId, email), email)).toBe(true)
    expect(addresses.isReturnPathOf(returnPath, 'max@home.example')).toBe(false)
    expect(addresses.isReturnPathOf(addresses.ofConversation(conversationId), email)).toBe(false)
  })

  it('is found again in the mails that an answer refers to', () => {
    const id = addresses.messageId('unseen', conversationId, 7)
    expect(addresses.readMessageId(id)).toBe(conversationId)
    expect(addresses.readMessageId(`${id}.example`)).toBeUndefined()
    expect(addresses.readMessageId(by(foreign).messageId('unseen', conversationId, 7))).toBeUndefined()
  })
})
