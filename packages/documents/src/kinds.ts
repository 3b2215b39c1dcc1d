import { typeOf } from '@parley/files/file-types'
import { decodeText, isText } from './decode-text.ts'
import { DocumentError } from './error.ts'
import { openPackage } from './zip-package.ts'

export type Kind = 'text' | 'markdown' | 'csv' | 'html' | 'pdf' | 'docx' | 'xlsx' | 'pptx'

const byEnding: Record<string, Kind> = {
  ...{ txt: 'text', text: 'text', log: 'text' },
  ...{ md: 'markdown', markdown: 'markdown' },
  ...{ csv: 'csv', tsv: 'csv' },
  ...{ html: 'html', htm: 'html', xhtml: 'html' },
  pdf: 'pdf',
  ...{ docx: 'docx', docm: 'docx', dotx: 'docx' },
  ...{ xlsx: 'xlsx', xlsm: 'xlsx', xltx: 'xlsx' },
  ...{ pptx: 'pptx', pptm: 'pptx', ppsx: 'pptx', potx: 'pptx' },
}
const byType: Record<string, Kind> = {
  'text/plain': 'text',
  'text/markdown': 'markdown',
  'text/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
}

const called: Record<Kind, string> = {
  text: 'a text',
  markdown: 'a text',
  csv: 'a text',
  html: 'a text',
  pdf: 'a PDF',
  docx: 'a Word document',
  xlsx: 'an Excel workbook',
  pptx: 'a PowerPoint presentation',
}
const textKinds = new Set<Kind>(['text', 'markdown', 'csv', 'html'])

/** What a document claims to be: by its name's ending or, where that says nothing, by its declared type. */
const claimed = (name: string, type: string): Kind | undefined =>
  byEnding[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? byType[type.split(';')[0]!.trim().toLowerCase()]

/**
 * A document's kind, decided by its bytes; its name and declared type only say which kind of text it is.
 *
 * @throws DocumentError where it is nothing that is read, or not what its name says
 */
export async function kindOf(bytes: Buffer, name: string, type = ''): Promise<Kind> {
  if (bytes.length === 0) throw new DocumentError('empty', 'The document is empty.')
  const claim = claimed(name, type)
  const found = binaryKind(bytes) ?? (await officeKind(bytes))
  if (found) {
    if (claim && claim !== found) throw mismatch(claim, called[found])
    return found
  }
  const isTextual = isText(decodeText(bytes))
  if (isTextual && (!claim || textKinds.has(claim))) return claim ?? (looksLikeHtml(bytes) ? 'html' : 'text')
  const content = await contentOf(bytes, isTextual)
  throw claim
    ? mismatch(claim, content)
    : new DocumentError('unsupported', `The file is ${content}, which is not read.`)
}

const mismatch = (claim: Kind, content: string) =>
  new DocumentError('mismatch', `The file should be ${called[claim]}, but its content is ${content}.`)

function binaryKind(bytes: Buffer): Kind | undefined {
  const start = bytes.toString('latin1', 0, 1024)
  // Readers allow something before it; a text that mentions it is still a text.
  if (start.startsWith('%PDF-') || (start.includes('%PDF-') && !isText(decodeText(bytes)))) return 'pdf'
  if (start.startsWith('\xd0\xcf\x11\xe0')) throw olderOffice(bytes)
  return undefined
}

/** An Office file with a password is an archive of the older kind around it. */
const olderOffice = (bytes: Buffer) =>
  bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))
    ? new DocumentError('encrypted', 'The document is password-protected.')
    : new DocumentError('unsupported', 'Older Office formats are not read. Save it as .docx, .xlsx or .pptx.')

async function officeKind(bytes: Buffer): Promise<Kind | undefined> {
  if (bytes.toString('latin1', 0, 4) !== 'PK\x03\x04') return undefined
  const { names } = await openPackage(bytes)
  const has = (folder: string) => names.some((name) => name.startsWith(folder))
  if (!names.includes('[Content_Types].xml')) return undefined
  if (has('word/')) return 'docx'
  if (has('xl/')) return names.some((name) => name.endsWith('workbook.bin')) ? undefined : 'xlsx'
  return has('ppt/') ? 'pptx' : undefined
}

const looksLikeHtml = (bytes: Buffer): boolean =>
  /^\s*(?:<!--[\s\S]{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/i.test(decodeText(bytes.subarray(0, 4_096)))

async function contentOf(bytes: Buffer, isTextual: boolean): Promise<string> {
  if (isTextual) return 'a text'
  const known = await typeOf(bytes.subarray(0, 16_384), bytes.length <= 16_384, '')
  return known === 'application/octet-stream' ? 'of an unknown kind' : `of the type ${known}`
}
