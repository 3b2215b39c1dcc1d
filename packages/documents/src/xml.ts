import { SaxesParser } from 'saxes'
import { DocumentError } from './error.ts'
import { limits } from './limits.ts'

export interface XmlHandlers {
  /** `name` is without its prefix; attributes have theirs, as in `r:id`. */
  open?: (name: string, attributes: Record<string, string>) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * Parses XML as it comes and pauses after each chunk of bytes, for what the handlers have found until then. Nothing is
 * kept but the open elements. No Office file declares entities: one that does, or that declares a document type, is
 * refused.
 */
export async function* parseXml(chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): AsyncGenerator<void, void> {
  const parser = new SaxesParser()
  let depth = 0
  parser.on('doctype', () => {
    throw new DocumentError('too_complex', 'The document’s XML declares entities.')
  })
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    if (depth > limits.maxDepth) throw new DocumentError('too_complex', 'The document’s XML is nested too deeply.')
    handlers.open?.(localName(name), attributes as Record<string, string>)
  })
  parser.on('closetag', ({ name }) => {
    depth -= 1
    handlers.close?.(localName(name))
  })
  if (handlers.text) {
    parser.on('text', handlers.text)
    parser.on('cdata', handlers.text)
  }
  let decoder: InstanceType<typeof TextDecoder> | undefined
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(chunk[0] === 0xff ? 'utf-16le' : chunk[0] === 0xfe ? 'utf-16be' : 'utf-8')
    parser.write(decoder.decode(chunk, { stream: true }))
    yield
  }
  if (decoder) parser.close()
}

/** Parses XML that is small or from which little is kept. */
export async function readXml(chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): Promise<void> {
  for await (const _ of parseXml(chunks, handlers));
}
