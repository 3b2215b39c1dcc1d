import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../src/read-document.ts'
import { docx, pdf, pptx, rawPdf, sheetRow, stream, wordParagraph, xlsx, zip } from './fixtures.ts'

/** What a document is refused with: `reason: message`. */
const refusal = (bytes: Buffer | string, name: string, type?: string): Promise<string> =>
  readDocument(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes), { name, type }).then(
    ({ blocks }) => `it was read: ${JSON.stringify(blocks).slice(0, 200)}`,
    (error) => `${error.reason}: ${error.message}`,
  )

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const ole = (stream: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512), Buffer.from(stream, 'utf16le')])
const word = (body: string, parts?: Parameters<typeof docx>[1]) => docx(body, parts)

describe('what no document is', () => {
  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'empty: The document is empty.'],
    ['white space', Buffer.from(' \n\ufeff\u200b \n'), 'empty: The document has no text.'],
    ['a picture', png, 'mismatch: The file should be a text, but its content is of the type image/png.'],
    ['zeros', Buffer.alloc(1_000), 'mismatch: The file should be a text, but its content is of an unknown kind.'],
  ])('refuses %s', async (_, bytes, refused) => {
    expect(await refusal(bytes, 'a.txt')).toBe(refused)
  })

  it('refuses what has another content than its name says', async () => {
    const document = word(wordParagraph('x'))
    expect(await refusal(document, 'a.pdf')).toBe(
      'mismatch: The file should be a PDF, but its content is a Word document.',
    )
    expect(await refusal(document, 'a', 'application/pdf')).toMatch(/^mismatch/)
    expect(await refusal(document, 'a.csv')).toMatch(/^mismatch/)
    expect(await refusal('plain', 'a.docx')).toBe(
      'mismatch: The file should be a Word document, but its content is a text.',
    )
    expect(await refusal(pdf([[{ text: 'x', y: 1 }]]), 'a.txt')).toMatch(/^mismatch/)
    expect(await refusal(zip({ 'a.txt': 'x' }), 'a.xlsx')).toMatch(/^mismatch.*application\/zip/)
  })

  it('refuses what is not read, and says what it is', async () => {
    expect(await refusal(png, 'a.png')).toBe('unsupported: The file is of the type image/png, which is not read.')
    expect(await refusal(zip({ 'a.zip': zip({ 'b.zip': 'x' }) }), 'a.zip')).toMatch(/^unsupported.*application\/zip/)
    expect(await refusal(ole('WordDocument'), 'a.doc')).toMatch(/^unsupported: Older Office formats/)
    expect(await refusal(xlsx({ S: '' }, [], {}).subarray(0, 100), 'a.bin')).toMatch(/^(unsupported|damaged)/)
  })

  it('refuses documents with a password', async () => {
    expect(await refusal(ole('EncryptedPackage'), 'a.docx')).toBe('encrypted: The document is password-protected.')
    const encryptedZip = word(wordParagraph('x'))
    encryptedZip.writeUInt16LE(1, encryptedZip.indexOf('PK\x01\x02', 0, 'latin1') + 8)
    expect(await refusal(encryptedZip, 'a.docx')).toBe('encrypted: The document is password-protected.')
    const locked = rawPdf(
      ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 0/Kids[]>>'],
      `/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<${'41'.repeat(32)}>/U<${'42'.repeat(32)}>>>/ID[<41><41>]`,
    )
    expect(await refusal(locked, 'a.pdf')).toBe('encrypted: The PDF is password-protected.')
  })

  it('refuses documents that are cut off or broken', async () => {
    const document = word(wordParagraph('x'.repeat(1_000)))
    expect(await refusal(document.subarray(0, document.length - 30), 'a.docx')).toMatch(/^damaged/)
    expect(await refusal(document.subarray(0, 200), 'a.docx')).toMatch(/^damaged/)
    expect(await refusal(word('<w:p><w:r>'), 'a.docx')).toMatch(/^damaged/)
    expect(await refusal(xlsx({ S: '<row r="0"><c r="A0"/></row>' }), 'a.xlsx')).toMatch(/^damaged/)
    expect(await refusal(xlsx({ S: '<row r="1"><c r="XXX1"><v>1</v></c></row>' }), 'a.xlsx')).toMatch(/^damaged/)
    expect(await refusal('%PDF-1.7\nnothing', 'a.pdf')).toMatch(/^damaged/)
    expect(await refusal(zip({ '[Content_Types].xml': '', 'word/x': '' }), 'a.docx')).toMatch(/^damaged/)
  })

  it('says of a PDF without text that it may be a scan', async () => {
    expect(await refusal(pdf([[]]), 'a.pdf')).toBe('empty: The PDF has no text; it may be a scan.')
    expect(await refusal(xlsx({ S: '' }), 'a.xlsx')).toBe('empty: The document has no text.')
  })
})

/** An archive whose directory says something else about the size of its document. */
function lying(document: string | Uint8Array, sizes: { packed?: number; unpacked: number }): Buffer {
  const bytes = zip(parts(document))
  const entry = bytes.lastIndexOf('word/document.xml') - 46
  if (sizes.packed !== undefined) bytes.writeUInt32LE(sizes.packed, entry + 20)
  bytes.writeUInt32LE(sizes.unpacked, entry + 24)
  return bytes
}

const parts = (document: string | Uint8Array) => ({
  '[Content_Types].xml': '<Types/>',
  'word/document.xml': document,
})
const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1024 * 1024)

describe('what unpacks to more than it should', () => {
  it('is refused by what its directory says', async () => {
    const tooLarge = 'too_large: The document unpacks to more than is read.'
    expect(await refusal(zip({ ...parts('x'), 'word/media/a.bin': zeros(9) }), 'a.docx')).toBe(tooLarge)
    expect(await refusal(lying('x', { unpacked: 0xfffffff0 }), 'a.docx')).toBe(tooLarge)
  })

  it('is refused by what really comes', async () => {
    expect(await refusal(lying(Buffer.alloc(8_000_000, ' '), { unpacked: 100 }), 'a.docx')).toMatch(/^damaged/)
  })

  it('is refused where a tree of it would fill the memory', async () => {
    const megabyte = 1024 * 1024
    const large = lying('x', { packed: megabyte, unpacked: 49 * megabyte })
    expect(await refusal(large, 'a.docx')).toBe('too_large: The document has more text and formatting than is read.')
  })

  it('is refused for its many parts', async () => {
    const many = zip(parts('x'))
    const end = many.lastIndexOf('PK\x05\x06', undefined, 'latin1')
    for (const field of [8, 10]) many.writeUInt16LE(10_001, end + field)
    expect(await refusal(many, 'a.docx')).toBe('too_complex: The document has more than 10000 parts.')
  })

  it('is refused for two parts of the same name, of which readers choose either', async () => {
    const bytes = zip({ ...parts('x'), 'word/documenT.xml': 'y' })
    for (let at = bytes.indexOf('documenT'); at !== -1; at = bytes.indexOf('documenT', at)) bytes.write('document', at)
    expect(await refusal(bytes, 'a.docx')).toBe('damaged: The document has two parts of the same name.')
  })

  it('is not unpacked where it is nested in a document', async () => {
    const inner = zip({ 'bomb.zip': zip({ 'bomb.txt': 'x' }) })
    const document = word(wordParagraph('Fine.'), { 'word/embeddings/inner.zip': inner })
    expect((await readDocument(document, { name: 'a.docx' })).blocks).toEqual([{ kind: 'paragraph', text: 'Fine.' }])
  })
})

describe('XML that does harm', () => {
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, index) => `<!ENTITY a${index} "&a${index - 1};&a${index - 1};">`).join('')}]>`
  const external = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
  const declares = 'too_complex: The document’s XML declares entities.'

  it.each([laughs, external])('declares entities', async (doctype) => {
    const body = `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&a29;</w:t></w:r></w:p></w:body></w:document>`
    expect(await refusal(word('', { 'word/document.xml': doctype + body }), 'a.docx')).toBe(declares)
    expect(await refusal(word('', { 'word/numbering.xml': `${doctype}<x/>` }), 'a.docx')).toBe(declares)
    const sheet = xlsx({ S: '' })
    expect(await refusal(replaced(sheet, '<worksheet>', doctype), 'a.xlsx')).toMatch(/^(too_complex|damaged)/)
  })

  it('is nested deeply', async () => {
    const deep = (tag: string, levels: number) => `<${tag}>`.repeat(levels) + `</${tag}>`.repeat(levels)
    const tooDeep = 'too_complex: The document’s XML is nested too deeply.'
    expect(await refusal(word(deep('w:tbl', 2_000)), 'a.docx')).toBe(tooDeep)
    expect(await refusal(xlsx({ S: deep('row', 2_000) }), 'a.xlsx')).toBe(tooDeep)
    expect(await refusal(pptx([{ title: deep('a:x', 2_000), items: [] }]), 'a.pptx')).toBe(tooDeep)
    expect(await refusal(deep('div', 2_000), 'a.html')).toBe('too_complex: The page is nested too deeply.')
  })

  /** A workbook with a sheet that begins with something else. */
  function replaced(_: Buffer, __: string, doctype: string): Buffer {
    return xlsx({ S: `</sheetData></worksheet>${doctype}<worksheet><sheetData>` })
  }
})

describe('tables without an end', () => {
  it('are refused in CSV', async () => {
    expect(await refusal('x'.repeat(1_000_001), 'a.csv')).toBe('too_complex: A line has more than 1000000 characters.')
    expect(await refusal('1,'.repeat(1_000_000), 'a.csv')).toMatch(/^too_complex: A line/)
    expect(await refusal('1,'.repeat(5_000), 'a.csv')).toBe('too_complex: Row 1 has more than 4096 columns.')
    const open = `a,b\n1,"${'never closed\n'.repeat(10_000)}`
    expect(await refusal(open, 'a.csv')).toBe('too_complex: A cell in row 2 has more than 100000 characters.')
  })

  it('are read in a workbook as far as there is something in them', async () => {
    const sparse = [sheetRow(1, { A: 'first', XFD: 'far right' }), sheetRow(1_048_576, { A: 'x', XFD: 'last' })].join(
      '',
    )
    const { blocks } = await readDocument(xlsx({ S: `<dimension ref="A1:XFD1048576"/>${sparse}` }), { name: 'a.xlsx' })
    expect(blocks.slice(1)).toMatchObject([
      { rows: [['first', 'far right']], location: { row: 1 } },
      { rows: [['x', 'last']], location: { row: 1_048_576 } },
    ])
    const wide = `<row r="1">${Array.from({ length: 5_000 }, () => '<c><v>1</v></c>').join('')}</row>`
    expect(await refusal(xlsx({ S: wide }), 'a.xlsx')).toBe('too_complex: A table has more than 4096 columns.')
    const long = sheetRow(1, { A: 'x'.repeat(100_001) })
    expect(await refusal(xlsx({ S: long }), 'a.xlsx')).toBe('too_complex: A cell has more than 100000 characters.')
  })
})

describe('lists without an end', () => {
  it('are refused in workbooks and presentations', async () => {
    const sheets = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`S${index}`, '']))
    expect(await refusal(xlsx(sheets), 'a.xlsx')).toBe('too_complex: The workbook has more than 500 sheets.')
    const slides = pptx([{ title: '', items: [] }], 2_001)
    expect(await refusal(slides, 'a.pptx')).toBe('too_complex: The presentation has more than 2000 slides.')
  })

  it('are refused in PDFs', async () => {
    const pages = '<</Type/Catalog/Pages 2 0 R>>'
    const long = pdf(Array(10_001).fill([]))
    expect(await refusal(long, 'a.pdf')).toBe('too_complex: The PDF has more than 10000 pages.')
    const lying = rawPdf([pages, '<</Type/Pages/Count 2000000000/Kids[3 0 R]>>', '<</Type/Page/Parent 2 0 R>>'])
    expect(await refusal(lying, 'a.pdf')).toMatch(/^(too_complex|damaged|empty)/)
    const loop = rawPdf([pages, '<</Type/Pages/Count 5/Kids[2 0 R 2 0 R]>>'])
    expect(await refusal(loop, 'a.pdf')).toMatch(/^(damaged|empty)/)
  })

  it('are not unpacked in PDFs beyond what their text needs', async () => {
    const packed = deflateSync(deflateSync(zeros(16)))
    const bomb = rawPdf([
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Count 1/Kids[3 0 R]>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>',
      stream(packed, '/Filter[/FlateDecode/FlateDecode]'),
    ])
    expect(bomb.length).toBeLessThan(10_000)
    expect(await refusal(bomb, 'a.pdf')).toBe('empty: The PDF has no text; it may be a scan.')
  })
})
