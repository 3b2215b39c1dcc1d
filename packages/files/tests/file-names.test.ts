import { deskFileTypes } from '@parley/contracts/desk/messages'
import { describe, expect, it } from 'vitest'
import { disposition, nameOfType, shownName } from '../src/file-names.ts'
import { isInline, typeOf } from '../src/file-types.ts'

describe('a file’s name', () => {
  it.for([
    ['report.pdf', 'report.pdf'],
    ['  spaces around.txt  ', 'spaces around.txt'],
    ['C:\\Users\\ada\\photo.jpg', 'photo.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['报告 отчёт.txt', '报告 отчёт.txt'],
    ['👩‍👩‍👧.png', '👩‍👩‍👧.png'],
    ['line\r\nbreak\u2028.txt', 'linebreak.txt'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['\u200f\u2066hidden\u2069.txt', 'hidden.txt'],
    ['e\u0301.txt', '\u00e9.txt'],
    ['half \ud800 pair', 'half \ufffd pair'],
    ['.gitignore', '.gitignore'],
    ['', 'file'],
    ['\u3164.txt', 'file.txt'],
    ['\u2800.txt', 'file.txt'],
    ['\u200b\u00ad.txt', 'file.txt'],
    ['\u0301\ufe0f.tar.gz', 'file.tar.gz'],
    ['\u115f\u{e0100}', 'file'],
    [`\u3164.${'b'.repeat(300)}`, `file.${'b'.repeat(250)}`],
    ['..', 'file'],
    ['dir/', 'file'],
    [undefined, 'file'],
  ] as const)('%j is shown as %j', ([given, shown]) => expect(shownName(given)).toBe(shown))

  it('keeps to 255 bytes, its ending and whole characters', () => {
    const long = shownName(`${'文'.repeat(300)}.docx`)
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(255)
    expect(long).toMatch(/^文+\.docx$/)
    expect(shownName(`a.${'b'.repeat(300)}`)).toBe(`a.${'b'.repeat(253)}`)
    expect(shownName('👩‍👩‍👧'.repeat(50))).toMatch(/^(?:👩‍👩‍👧)+$/u)
  })

  it.for([
    ['invoice.html', 'application/zip', 'invoice.html.zip'],
    ['photo.svg.html', 'application/pdf', 'photo.svg.html.pdf'],
    ['setup.hta', 'application/zip', 'setup.hta.zip'],
    ['setup.msi', 'application/x-cfb', 'setup.msi.cfb'],
    ['a.exe', 'image/png', 'a.exe.png'],
    ['pasted', 'image/png', 'pasted.png'],
    ['trailing.html.', 'application/zip', 'trailing.html..zip'],
    ['macros.docm', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'macros.docm.docx'],
    [`${'b'.repeat(249)}.html`, 'application/zip', `${'b'.repeat(249)}.h.zip`],
    ['Photo.JPEG', 'image/jpeg', 'Photo.JPEG'],
    ['letter.doc', 'application/x-cfb', 'letter.doc'],
    ['letter.docx', 'application/zip', 'letter.docx'],
    ['theme.vsix', 'application/zip', 'theme.vsix'],
    ['page.html', 'text/html', 'page.html'],
    ['data.bin', 'application/octet-stream', 'data.bin'],
  ] as const)('%j of %s is stored as %j', ([name, type, stored]) => expect(nameOfType(name, type)).toBe(stored))

  it('says its type wherever the type is one that strangers may send', () => {
    for (const type of deskFileTypes) expect(nameOfType('setup.exe', type), type).toMatch(/^setup\.exe\.\w+$/)
  })

  it('in a header is one parameter, in ASCII and as it is', () => {
    expect(disposition('attachment', 'naïve "x".txt')).toBe(
      `attachment; filename="na_ve _x_.txt"; filename*=UTF-8''na%C3%AFve%20%22x%22.txt`,
    )
  })
})

describe('a file’s type', () => {
  const of = (content: string | Buffer, name = 'x') => typeOf(Buffer.from(content), true, name)

  it('is never one that can run and is shown in place', async () => {
    for (const text of [
      '<html>',
      '<!DOCTYPE html>',
      '\ufeff \n<!doctype HTML><p>',
      '<script>alert(1)</script>',
      'text <IFRAME src=x>',
      '<svg/onload=alert(1)>',
      '<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">',
    ])
      for (const name of ['a.txt', 'a.png', 'a.html', 'a']) expect(isInline(await of(text, name)), text).toBe(false)
  })

  it('of text is text, whole characters or not, and of anything else just bytes', async () => {
    expect(await of('naïve')).toBe('text/plain')
    expect(await typeOf(Buffer.from('naïve').subarray(0, 3), false, 'x')).toBe('text/plain')
    expect(await typeOf(Buffer.from('naïve').subarray(0, 3), true, 'x')).toBe('application/octet-stream')
    expect(await of('a < b && b > c')).toBe('text/plain')
    expect(await of('a,b\n1,2', 'table.csv')).toBe('text/csv')
    expect(await of('nul \0 inside')).toBe('application/octet-stream')
    expect(await of('')).toBe('text/plain')
  })
})
