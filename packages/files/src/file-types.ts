/** How much of a file's beginning is needed to detect its type. */
export const headBytes = 16_384

/** Types that browsers may show inline: none that can run scripts, or contain any. */
const inlineTypes = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/aac',
  'audio/ogg',
  'audio/wav',
  'audio/flac',
  'audio/webm',
  'text/plain',
])

/** The images that are measured and get a thumbnail. */
const pictureTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/tiff'])

export const isInline = (type: string): boolean => inlineTypes.has(type)
export const isPicture = (type: string): boolean => pictureTypes.has(type)

/** Types of text files by file extension; all of them are downloads. */
const textTypes: Record<string, string> = {
  html: 'text/html',
  htm: 'text/html',
  xhtml: 'application/xhtml+xml',
  svg: 'image/svg+xml',
  xml: 'application/xml',
  js: 'text/javascript',
  mjs: 'text/javascript',
  cjs: 'text/javascript',
  css: 'text/css',
  csv: 'text/csv',
  json: 'application/json',
  md: 'text/markdown',
}

/**
 * What zipped documents and packages end in that have no type of their own, or whose kind is not at their beginning; none
 * that runs when it is opened.
 */
const zipEndings = [
  'zip zipx docx xlsx pptx dotx xltx potx ppsx odt ods odp odg epub pages numbers key vsdx vstx xps oxps xmind idml',
  'sketch fig procreate kmz cbz 3mf usdz ggb mscz pbix pbit twbx whl nupkg vsix xpi crx ipa aab',
].join(' ')

/** The endings of names by type, the usual one first: of types that a signature proves. */
const endings: Record<string, string[]> = Object.fromEntries(
  Object.entries({
    'image/png': 'png apng',
    'image/jpeg': 'jpg jpeg jpe jfif',
    'image/gif': 'gif',
    'image/webp': 'webp',
    'image/avif': 'avif',
    'application/pdf': 'pdf ai',
    'application/zip': zipEndings,
    'application/x-cfb': 'cfb doc dot xls xlt ppt pot pps msg pub vsd',
    'application/msword': 'doc dot',
    'application/vnd.ms-excel': 'xls xlt',
    'application/vnd.ms-powerpoint': 'ppt pot pps',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx ppsx',
    'application/vnd.oasis.opendocument.text': 'odt',
    'application/vnd.oasis.opendocument.spreadsheet': 'ods',
    'application/vnd.oasis.opendocument.presentation': 'odp',
  }).map(([type, names]) => [type, names.split(' ')]),
)

/** What to put behind a name whose ending is none of its type: whoever opens a file goes by its name. Else empty. */
export function missingEnding(name: string, type: string): string {
  const known = endings[type]
  const ending = /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return !known || known.includes(ending) ? '' : `.${known[0]}`
}

/**
 * A JPEG with bytes between its beginning and its first segment, which decoders pass over: segments of JFIF, EXIF, XMP,
 * ICC, IPTC and Adobe, or a quantisation table.
 */
const unevenJpeg =
  /^\xff\xd8.*?\xff(?:[\xe0-\xef]..(?:JFIF\0|Exif\0\0|http:\/\/ns\.adobe|ICC_PROFILE\0|Photoshop |Adobe)|\xdb\0[\x43\x84\xc5])/s

/** TIFF and BigTIFF, in either order of bytes. */
const tiffHeads = new Set(['II*\0', 'MM\0*', 'II+\0', 'MM\0+'])

/**
 * A file's type by its first bytes; whatever its sender declares. What has no known signature is text if it
 * reads as UTF-8, called by its name's ending or its markup, and otherwise just bytes.
 */
export async function typeOf(head: Buffer, isWhole: boolean, name: string): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type') // loaded with the first file: it takes its time
  const known = await fileTypeFromBuffer(head).catch(() => undefined)
  if (known && known.mime !== 'application/xml') return known.mime
  if (head[0] === 0xff && head[1] === 0xd8 && unevenJpeg.test(head.toString('latin1'))) return 'image/jpeg'
  // Its directory often is at its end, where its kind is not looked for.
  if (tiffHeads.has(head.toString('latin1', 0, 4))) return 'image/tiff'
  const text = textOf(head, isWhole)
  if (text === undefined) return 'application/octet-stream'
  return textTypes[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? markupType(text) ?? 'text/plain'
}

const control = /(?![\t\n\f\r])\p{Cc}/u

function textOf(head: Buffer, isWhole: boolean): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !isWhole })
    return control.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

/** At any offset: browsers look for it anywhere near the beginning. */
function markupType(text: string): string | undefined {
  if (/<(?:!doctype\s+html|html|head|body|script|iframe|title)\b/i.test(text)) return 'text/html'
  if (/<svg\b/i.test(text)) return 'image/svg+xml'
  if (/^\s*<(?:\?xml|!doctype|[a-z])/i.test(text)) return 'application/xml'
  return undefined
}
