import { describe, expect, it } from 'vitest'
import { createUrlSigner, type Ticket } from '../src/url-signer.ts'

const [first, second] = ['first'.repeat(8), 'second'.repeat(8)] as const
const signerWith = (...secrets: string[]) =>
  createUrlSigner(
    { PUBLIC_URL: 'https://parley.example', FILE_URL_SECRET: secrets },
    { path: '/api/v2/files/:id/:name' },
  )
const [workspaceId, fileId, userId] = ['a', 'b', 'c'].map(
  (letter) => `${letter.repeat(8)}-0000-7000-8000-000000000000`,
) as [string, string, string]
const reader = { kind: 'user', id: userId } as const
const attachment = {
  id: fileId,
  name: 'plän (1).png',
  size: 1,
  type: 'image/png',
  width: 1,
  height: 1,
  has_thumbnail: true,
}

/** What a URL claims, and its signature. */
function read(url: string): { ticket: Ticket; signature: string } {
  const given = new URL(url).searchParams
  const ticket: Ticket = {
    workspaceId: given.get('workspace')!,
    fileId: url.split('/').at(-2)!,
    variant: (given.get('variant') ?? 'file') as Ticket['variant'],
    expires: given.get('expires')!,
    reader: given.has('user') ? { kind: 'user', id: given.get('user')! } : null,
  }
  return { ticket, signature: given.get('signature')! }
}

describe('a signed URL', () => {
  it('names the file and says whose it is, until when and for whom, and nothing that is kept', () => {
    const { has_thumbnail: _, ...shown } = attachment
    const signed = signerWith(first).forReader(workspaceId, reader)(attachment)
    expect(signed).toEqual({ ...shown, url: expect.any(String), thumbnail_url: expect.any(String) })
    expect(signed.url).toMatch(`https://parley.example/api/v2/files/${fileId}/pl%C3%A4n%20%281%29.png?workspace=`)
    expect(read(signed.url).ticket).toMatchObject({ workspaceId, fileId, reader, variant: 'file' })
    expect(read(signed.thumbnail_url!).ticket.variant).toBe('thumbnail')
    expect(signerWith(first).forReader(workspaceId, reader)({ ...attachment, has_thumbnail: false })).toMatchObject({
      thumbnail_url: null,
    })
  })

  it('is refused when any part of it is changed', () => {
    const signer = signerWith(first)
    const { ticket, signature } = read(signer.forReader(workspaceId, reader)(attachment).url)
    expect(signer.isSigned(ticket, signature)).toBe(true)
    const changes: Partial<Ticket>[] = [
      { workspaceId: userId },
      { fileId: userId },
      { variant: 'thumbnail' },
      { expires: `${ticket.expires}0` },
      { reader: null },
      { reader: { kind: 'user', id: workspaceId } },
      { reader: { kind: 'visitor', id: userId } },
    ]
    for (const change of changes) expect(signer.isSigned({ ...ticket, ...change }, signature)).toBe(false)
    for (const other of ['', 'A'.repeat(43), `${signature}A`, signature.slice(1)])
      expect(signer.isSigned(ticket, other)).toBe(false)
  })

  it('outlives its secret while that is listed after the new one, and no longer', () => {
    const { ticket, signature } = read(signerWith(first).forReader(workspaceId, reader)(attachment).url)
    expect(signerWith(second, first).isSigned(ticket, signature)).toBe(true)
    expect(signerWith(second).isSigned(ticket, signature)).toBe(false)
    const renewed = read(signerWith(second, first).forReader(workspaceId, reader)(attachment).url)
    expect(signerWith(second).isSigned(renewed.ticket, renewed.signature)).toBe(true)
  })

  it('of a room says to the microsecond when it was signed', () => {
    const signed = signerWith(first).forRoom(workspaceId, 1_800_000_000_000_042)(attachment)
    expect(read(signed.url).ticket).toMatchObject({ expires: '1800000300.000042', reader: null })
  })
})
