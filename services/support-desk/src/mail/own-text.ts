import {
  attributionDate,
  attributionEnd,
  attributionStart,
  deviceLine,
  forwardedSubject,
  quotedFrom,
  quotedHeader,
  quoteSeparator,
  rule,
} from './quote-words.ts'

/** Beyond these nothing is looked for: the text stays as it is. */
const maxLines = 20_000
const maxAttributionLines = 4
const maxAttributionLength = 500
/** Lines in which the head of a quoted mail stands. */
const maxHeadLines = 8
const maxDeviceLineLength = 100
const maxStart = 200

/** Lines that follow one another and are all somebody's own, or all quoted. */
interface Run {
  isQuote: boolean
  lines: string[]
}

/**
 * What somebody has written in a mail, without the mails that it quotes and without a signature: quotes below it, above
 * it, or on both sides are left out, and those between which answers stand are kept, since the answers mean nothing
 * without them. Of a mail that is passed on, or in which nothing else would be left, everything is kept.
 *
 * It takes time in proportion to the text, whatever that is: each pattern is tried against lines of bounded length.
 */
export function ownTextOf(text: string, subject = ''): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replaceAll('\u00a0', ' ').trimEnd())
  const whole = tidy(lines)
  if (lines.length > maxLines || forwardedSubject.test(subject.trim())) return whole
  const runs = runsOf(lines)
  const own = runs.filter(({ isQuote, lines }) => !isQuote && lines.some((line) => line !== ''))
  const last = own.at(-1)
  if (!last) return whole
  const kept = own.length === 1 ? own : runs.slice(runs.indexOf(leading(runs, own[0]!)), runs.indexOf(last) + 1)
  return kept.map((run) => tidy(run.lines)).join('\n\n')
}

/** Where somebody's answers begin: with the quote above the first of them, if that is what it answers. */
function leading(runs: Run[], first: Run): Run {
  const before = runs[runs.indexOf(first) - 1]
  return before?.isQuote ? before : first
}

function runsOf(lines: string[]): Run[] {
  const next = nextTexts(lines)
  const runs: Run[] = []
  const add = (isQuote: boolean, line: string) => {
    const run = runs.at(-1)
    if (run?.isQuote === isQuote) run.lines.push(line)
    else runs.push({ isQuote, lines: [line] })
  }
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!
    if (isQuoted(line)) {
      add(true, line.trimStart())
      continue
    }
    if (isEndOfOwn(lines, at, next)) break
    const attribution = attributionAt(lines, at)
    if (attribution > 0) {
      // Where nothing is marked as quoted below, everything there is.
      if (!isQuoted(lines[next[at + attribution]!] ?? '')) break
      at += attribution - 1
      continue
    }
    // Blank lines between quoted ones divide no quote.
    if (line === '' && runs.at(-1)?.isQuote && isQuoted(lines[next[at]!] ?? '')) continue
    add(false, line)
  }
  for (const run of runs) if (!run.isQuote) run.lines = withoutSignature(run.lines)
  return joined(runs)
}

/** Quotes between which nothing was left are one. */
function joined(runs: Run[]): Run[] {
  const left: Run[] = []
  for (const run of runs) {
    if (!run.isQuote && run.lines.every((line) => line === '')) continue
    const before = left.at(-1)
    if (before?.isQuote && run.isQuote) before.lines.push(...run.lines)
    else left.push(run)
  }
  return left
}

const isQuoted = (line: string): boolean => /^ {0,3}>/.test(line)

/** For each line, and behind the last, where the next one is that is not blank; the end where none is. */
function nextTexts(lines: string[]): number[] {
  const next = new Array<number>(lines.length + 1).fill(lines.length)
  for (let at = lines.length - 1; at >= 0; at -= 1) next[at] = lines[at] === '' ? next[at + 1]! : at
  return next
}

/** Whether everything from this line on is the mail that is answered: the line, or the head of a mail, says so. */
function isEndOfOwn(lines: string[], at: number, next: number[]): boolean {
  const line = startOf(lines[at]!)
  if (quoteSeparator.test(line)) return true
  return isHead(lines, rule.test(line) ? next[at + 1]! : at)
}

/** Whether the head of a mail begins here: it says who it is from, and two things more. */
function isHead(lines: string[], at: number): boolean {
  const isPart = (line: string) => quotedFrom.test(line) || quotedHeader.test(line)
  if (!isPart(startOf(lines[at] ?? ''))) return false
  const head = lines.slice(at, at + maxHeadLines).map(startOf)
  return head.some((line) => quotedFrom.test(line)) && head.filter(isPart).length >= 3
}

/** As much of a line as says what it is. */
const startOf = (line: string): string => line.slice(0, maxStart).trim()

/** How many lines from here on say who wrote what is quoted below, and when; 0 if they do not. */
function attributionAt(lines: string[], at: number): number {
  const first = lines[at]!.trim()
  if (first === '' || !attributionStart.test(first.slice(0, maxAttributionLength))) return 0
  let text = ''
  for (let count = 1; count <= maxAttributionLines; count += 1) {
    const line = lines[at + count - 1]?.trim()
    if (line === undefined || line === '' || isQuoted(line)) return 0
    text = text === '' ? line : `${text} ${line}`
    if (text.length > maxAttributionLength) return 0
    if (attributionEnd.test(text)) return attributionDate.test(text) ? count : 0
  }
  return 0
}

/** Without what follows `-- ` (RFC 3676), and without what a telephone has added. */
function withoutSignature(lines: string[]): string[] {
  const separator = lines.indexOf('--')
  const rest = separator === -1 ? [...lines] : lines.slice(0, separator)
  for (;;) {
    const last = rest.at(-1)
    if (last === undefined) return rest
    const isDevice = last.length <= maxDeviceLineLength && deviceLine.test(last.trim())
    if (last !== '' && !isDevice) return rest
    rest.pop()
  }
}

/** Without blank lines around it, and with one at most between two others. */
const tidy = (lines: string[]): string =>
  lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
