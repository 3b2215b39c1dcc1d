/** An image's label ends in its paragraph; one this long is no label that anybody reads. */
const maxLabel = 2_000
const maxDestination = 300
/** The address of a file may have a long name, and has a signature. */
const maxFileAddress = 2_000
/** What follows the beginning of a file's address: its id, its name and a query, without anything that leads elsewhere. */
const restOfFile = /^[\w-]+\/[\w.~%-]+(?:\?[\w.~%&=:+-]*)?$/
/** A label in which nothing else begins: no image, link, code or tag, to which the address would belong instead. */
const plainLabel = /^[^[\]\\`<\n]*$/
const blankLine = /\n[ \t]*\n/

/**
 * Makes links of Markdown's images in a text that is written piece by piece, since whoever shows it would fetch them: an
 * address in a text of AI can carry away what it has read. `![a](b)` becomes `[a](b)`; definitions of addresses, which
 * `![a][b]` and `![b]` need, become text (`[b] : https://…`). Everything else stays as it is, also `vec![1, 2]` in code, and
 * images of this deployment's own files.
 *
 * No piece is held back for longer than it takes to know whether it belongs to an image.
 *
 * @param files what the addresses of own files begin with: `https://parley.example.com/api/v2/files/`; none if not given
 */
export function createImagesToLinks(files?: string) {
  /** What may begin an image or a definition. */
  let held = ''

  /** What of `held` can be given out, as far as it is decided. */
  function take(): string {
    let out = ''
    for (;;) {
      const start = held.search(/!+\[|!+$|\]/)
      out += start < 0 ? held : held.slice(0, start)
      held = start < 0 ? '' : held.slice(start)
      const marks = /^!+(?=\[)/.exec(held)?.[0].length
      const decided = marks ? takeLabel(marks) : held.startsWith(']') ? takeDefinition() : undefined
      if (decided === undefined) return out
      out += decided
    }
  }

  /** `![`, or `[` where an address follows its label; undefined while that is not known. */
  function takeLabel(marks: number): string | undefined {
    const end = held.indexOf('](')
    const paragraph = held.search(blankLine)
    const isImage = end >= 0 ? paragraph < 0 || end < paragraph : paragraph < 0 && held.length > maxLabel
    if (!isImage && paragraph < 0) return undefined
    if (!isImage) return cut(marks + 1)
    const kept = end >= 0 && plainLabel.test(held.slice(marks + 1, end)) ? endOfFile(end + 2) : 0
    if (kept === undefined) return undefined
    return kept > 0 ? cut(kept) : cut(marks + 1).slice(marks)
  }

  /** Where an image ends whose address begins here, if that is an own file's; 0 if not; undefined while not known. */
  function endOfFile(start: number): number | undefined {
    if (files === undefined) return 0
    const address = /^[^\s)]*/.exec(held.slice(start, start + maxFileAddress))![0]
    const end = start + address.length
    if (!address.startsWith(files.slice(0, address.length))) return 0
    if (end === held.length) return undefined
    const isFile = address.startsWith(files) && restOfFile.test(address.slice(files.length))
    return isFile && held[end] === ')' ? end + 1 : 0
  }

  /** `]`, apart from the colon that would make it a definition; undefined while that is not known. */
  function takeDefinition(): string | undefined {
    if (held.length === 1) return undefined
    if (held[1] !== ':') return cut(1)
    const [all, destination = '', after = ''] = /^\]:\s*(\S*)(\s?)/.exec(held)!
    if ((destination === '' || after === '') && all.length < maxDestination) return undefined
    return cut(2).replace(':', isAddress(destination) ? ' :' : ':')
  }

  function cut(length: number): string {
    const taken = held.slice(0, length)
    held = held.slice(length)
    return taken
  }

  return {
    /** Takes the next piece, and gives what can be shown. */
    push(text: string): string {
      held += text
      return take()
    },

    /** Gives what is left, where something else comes before the text goes on: it begins a paragraph then. */
    pause(): string {
      const rest = finish(cut(held.length))
      return rest === '' ? '' : `${rest}\n\n`
    },

    /** Gives what is left at the end. */
    end: (): string => finish(cut(held.length)),
  }
}

function finish(text: string): string {
  const labelled = text.includes('](') ? text.replaceAll(/!+\[/g, '[') : text
  return labelled.replaceAll(/\]:(?=\s*(\S+))/g, (colon, destination) => (isAddress(destination) ? '] :' : colon))
}

/** Whether a definition of this would lead anywhere: with a scheme, a host, or written so that it hides one. */
const isAddress = (destination: string): boolean => /[:&\\]|\/\//.test(destination)

/** The same for a whole text. */
export function imagesToLinks(text: string, files?: string): string {
  const images = createImagesToLinks(files)
  return images.push(text) + images.end()
}
