import { type Zippable, zipSync } from 'fflate'

/** A ZIP archive of texts and bytes by their names. */
export const zip = (parts: Record<string, string | Zippable[string]>): Buffer =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? Buffer.from(part) : part]),
      ),
    ),
  )

const relationships = (targets: Record<string, [type: string, target: string]>): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${Object.entries(targets)
    .map(
      ([id, [type, target]]) =>
        `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`

const core = (title: string) =>
  `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>${title}</dc:title><dc:creator>Ada</dc:creator><dcterms:created>2026-11-29T08:00:00Z</dcterms:created></cp:coreProperties>`

const office = (main: string, parts: Record<string, string | Uint8Array>, title = ''): Buffer =>
  zip({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    '_rels/.rels': relationships({ r1: ['officeDocument', main] }),
    'docProps/core.xml': core(title),
    ...parts,
  })

const word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

/** A paragraph of Word's, of a style (`Heading1`) where one is given. */
export const wordParagraph = (text: string, style = '', list = false): string =>
  `<w:p><w:pPr>${style && `<w:pStyle w:val="${style}"/>`}${list ? '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' : ''}</w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`

export const wordTable = (rows: string[][]): string =>
  `<w:tbl>${rows.map((row) => `<w:tr>${row.map((cell) => `<w:tc>${wordParagraph(cell)}</w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>`

export const docx = (body: string, parts: Record<string, string | Uint8Array> = {}, title = ''): Buffer =>
  office(
    'word/document.xml',
    {
      'word/document.xml': `<w:document ${word}><w:body>${body}</w:body></w:document>`,
      'word/_rels/document.xml.rels': relationships({
        r1: ['styles', 'styles.xml'],
        r2: ['numbering', 'numbering.xml'],
      }),
      'word/styles.xml': `<w:styles ${word}>${[1, 2].map((level) => `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/></w:style>`).join('')}</w:styles>`,
      'word/numbering.xml': `<w:numbering ${word}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
      ...parts,
    },
    title,
  )

/** A workbook of sheets by their names, each its rows in XML; `strings` are shared, and style 1 is a date's. */
export function xlsx(
  sheets: Record<string, string>,
  strings: string[] = [],
  attributes: Record<string, string> = {},
): Buffer {
  const names = Object.keys(sheets)
  return office('xl/workbook.xml', {
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="r"><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" ${attributes[name] ?? ''} r:id="s${index}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships({
      strings: ['sharedStrings', 'sharedStrings.xml'],
      styles: ['styles', 'styles.xml'],
      ...Object.fromEntries(names.map((_, index) => [`s${index}`, ['worksheet', `worksheets/sheet${index}.xml`]])),
    }),
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/sheet${index}.xml`,
        `<worksheet><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ]),
    ),
  })
}

/** A row of a sheet; texts are inline, numbers as they are. */
export const sheetRow = (number: number, cells: Record<string, string | number>): string =>
  `<row r="${number}">${Object.entries(cells)
    .map(([column, value]) =>
      typeof value === 'number'
        ? `<c r="${column}${number}"><v>${value}</v></c>`
        : `<c r="${column}${number}" t="inlineStr"><is><t>${value}</t></is></c>`,
    )
    .join('')}</row>`

const drawing = 'xmlns:a="a" xmlns:p="p" xmlns:r="r"'
const paragraph = (text: string) => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`
const shape = (placeholder: string, texts: string[]) =>
  `<p:sp><p:nvSpPr><p:nvPr><p:ph type="${placeholder}"/></p:nvPr></p:nvSpPr><p:txBody>${texts.map(paragraph).join('')}</p:txBody></p:sp>`

export interface Slide {
  title: string
  items: string[]
  table?: string[][]
  notes?: string
  isHidden?: boolean
}

/** A presentation that shows its slides so many times. */
export const pptx = (slides: Slide[], times = 1): Buffer =>
  office('ppt/presentation.xml', {
    'ppt/presentation.xml': `<p:presentation ${drawing}><p:sldIdLst>${slides
      .map((_, index) => `<p:sldId id="${256 + index}" r:id="s${index}"/>`)
      .join('')
      .repeat(times)}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships(
      Object.fromEntries(slides.map((_, index) => [`s${index}`, ['slide', `slides/slide${index}.xml`]])),
    ),
    ...Object.fromEntries(
      slides.flatMap(({ title, items, table, notes, isHidden }, index) => [
        [
          `ppt/slides/slide${index}.xml`,
          `<p:sld ${drawing} ${isHidden ? 'show="0"' : ''}>${shape('body', items)}${shape('title', [title])}${shape('sldNum', ['7'])}${
            table
              ? `<a:tbl>${table.map((row) => `<a:tr>${row.map((cell) => `<a:tc><a:txBody>${paragraph(cell)}</a:txBody></a:tc>`).join('')}</a:tr>`).join('')}</a:tbl>`
              : ''
          }</p:sld>`,
        ],
        [
          `ppt/slides/_rels/slide${index}.xml.rels`,
          relationships(notes ? { n: ['notesSlide', `../notesSlides/notes${index}.xml`] } : {}),
        ],
        ...(notes
          ? [[`ppt/notesSlides/notes${index}.xml`, `<p:notes ${drawing}>${shape('body', [notes])}</p:notes>`]]
          : []),
      ]),
    ),
  })

export interface PdfLine {
  text: string
  size?: number
  y: number
}

/** A PDF with a page for each list of lines. */
export const pdf = (pages: PdfLine[][], title = ''): Buffer =>
  rawPdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, index) => `${5 + index * 2} 0 R`).join(' ')}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
    `<</Title(${title})>>`,
    ...pages.flatMap((lines, index) => [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents ${6 + index * 2} 0 R>>`,
      stream(lines.map(({ text, size = 10, y }) => `BT /F ${size} Tf 50 ${y} Td (${text}) Tj ET`).join('\n')),
    ]),
  ])

export const stream = (content: string | Buffer, dictionary = ''): string =>
  `<<${dictionary}/Length ${content.length}>>stream\n${Buffer.from(content as string).toString('latin1')}\nendstream`

/** A PDF of the objects that are given, numbered from 1; the first is the catalog, the fourth the information. */
export function rawPdf(objects: string[], trailer = ''): Buffer {
  let text = '%PDF-1.7\n'
  const offsets: number[] = []
  for (const [index, object] of objects.entries()) {
    offsets.push(text.length)
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  return Buffer.from(
    `${text}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Size ${size}/Root 1 0 R/Info 4 0 R${trailer}>>\nstartxref\n${text.length}\n%%EOF`,
    'latin1',
  )
}
