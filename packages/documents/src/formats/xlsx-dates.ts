import { readXml } from '../xml.ts'

/** Excel's own number formats that show dates or times. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** A format of a day, month, year or time, apart from what it quotes. */
const isDateFormat = (code: string): boolean =>
  /[dmyhs]/i.test(code.replaceAll(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*./gi, ''))

/** For each cell style of a workbook, whether it shows numbers as dates. */
export async function dateFormats(styles: AsyncIterable<Buffer>): Promise<boolean[]> {
  const ofTheirOwn = new Map<string, boolean>()
  const isDate: boolean[] = []
  let isInCellStyles = false
  await readXml(styles, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') ofTheirOwn.set(numFmtId, isDateFormat(formatCode))
      else if (name === 'cellXfs') isInCellStyles = true
      else if (name === 'xf' && isInCellStyles) isDate.push(ofTheirOwn.get(numFmtId) ?? isBuiltInDate(Number(numFmtId)))
    },
    close(name) {
      if (name === 'cellXfs') isInCellStyles = false
    },
  })
  return isDate
}

const dayMs = 86_400_000

/** A workbook's number as a date, a time or both; undefined where it is none. */
export function dateOf(days: number, isFrom1904: boolean): string | undefined {
  if (!(days >= 0 && days < 2_958_466)) return undefined // until the year 9999
  const epoch = isFrom1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const shown = new Date(epoch + Math.round((days * dayMs) / 1_000) * 1_000).toISOString()
  const [date, time] = [shown.slice(0, 10), shown.slice(11, 19).replace(/:00$/, '')]
  if (days < 1) return time
  return Number.isInteger(days) ? date : `${date} ${time}`
}
