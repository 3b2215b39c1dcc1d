import { generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto'
import { promisify } from 'node:util'

const tag = { integer: 0x02, bits: 0x03, null: 0x05, oid: 0x06, utf8: 0x0c, sequence: 0x30, set: 0x31, time: 0x18 }

/** A value of ASN.1 in DER. */
function der(type: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const size = body.length.toString(16)
  const bytes = Buffer.from(size.length % 2 ? `0${size}` : size, 'hex')
  const length =
    body.length < 128 ? Buffer.from([body.length]) : Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
  return Buffer.concat([Buffer.from([type]), length, body])
}

/** `sha256WithRSAEncryption` and `commonName`. */
const algorithm = der(tag.sequence, der(tag.oid, Buffer.from('2a864886f70d01010b', 'hex')), der(tag.null))
const nameOf = (name: string) =>
  der(
    tag.sequence,
    der(tag.set, der(tag.sequence, der(tag.oid, Buffer.from('550403', 'hex')), der(tag.utf8, Buffer.from(name)))),
  )
const timeOf = (year: number) => der(tag.time, Buffer.from(`${year}0101000000Z`))

/**
 * A certificate that its owner signs itself, for whoever encrypts to it and asks nobody about it: RSA with 2,048 bits, valid
 * until 2120.
 *
 * @param name its common name
 * @returns it, in DER, and the private key
 */
export async function createSelfSignedCertificate(
  name: string,
): Promise<{ certificate: Buffer; privateKey: KeyObject }> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const serial = der(tag.integer, Buffer.concat([Buffer.from([1]), randomBytes(15)]))
  const version = der(0xa0, der(tag.integer, Buffer.from([2])))
  const validity = der(tag.sequence, timeOf(2020), timeOf(2120))
  const key = publicKey.export({ type: 'spki', format: 'der' })
  const signed = der(tag.sequence, version, serial, algorithm, nameOf(name), validity, nameOf(name), key)
  const signature = der(tag.bits, Buffer.from([0]), sign('RSA-SHA256', signed, privateKey))
  return { certificate: der(tag.sequence, signed, algorithm, signature), privateKey }
}
