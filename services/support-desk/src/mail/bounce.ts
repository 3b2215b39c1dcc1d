/** What a report says of a mail that was sent. */
export interface Bounce {
  /** Whom it did not reach, as the report writes the address. */
  recipient: string
  /** No further mail will reach them either: RFC 3463, class 5. */
  isPermanent: boolean
}

const maxReportBytes = 64 * 1024
const maxRecipients = 100

/** What a delivery status notification (RFC 3464) says of each recipient. */
export function bouncesIn(report: Uint8Array): Bounce[] {
  const text = Buffer.from(report.subarray(0, maxReportBytes)).toString('utf8').replace(/\r\n?/g, '\n')
  return text
    .split(/\n{2,}/)
    .slice(0, maxRecipients)
    .flatMap((block) => {
      const fields = fieldsOf(block)
      const recipient = addressIn(fields.get('original-recipient')) ?? addressIn(fields.get('final-recipient'))
      if (recipient === undefined || fields.get('action')?.toLowerCase() !== 'failed') return []
      return { recipient, isPermanent: fields.get('status')?.startsWith('5') ?? false }
    })
}

function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
  }
  return fields
}

/** `rfc822; zoe@shop.example`. */
const addressIn = (field: string | undefined): string | undefined =>
  /^(?:rfc822|utf-8)\s*;\s*<?([^\s<>]+@[^\s<>]+?)>?\s*$/i.exec(field ?? '')?.[1]
