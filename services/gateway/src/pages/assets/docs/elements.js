/** Makes an element: attributes, `on…` listeners, and children that are nodes or text. Nothing is parsed as HTML. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false))
  return element
}

/** A line of Markdown: `code` and **strong**. */
export const inline = (text) =>
  text.split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*)/).map((part) => {
    if (part.startsWith('`')) return make('code', {}, part.slice(1, -1))
    if (part.startsWith('**')) return make('strong', {}, part.slice(2, -2))
    if (part.startsWith('*') && part.length > 2) return make('em', {}, part.slice(1, -1))
    return part
  })

/** The little Markdown that the contracts use: paragraphs, headings and lists of `- `. */
export const prose = (text = '') =>
  make(
    'div',
    { class: 'prose' },
    text
      .split(/\n{2,}/)
      .filter(Boolean)
      .flatMap((block) => (block.startsWith('## ') ? make('h2', {}, inline(block.slice(3))) : withList(block))),
  )

/** A paragraph, a list, or one and then the other. */
function withList(block) {
  const [before, ...items] = `\n${block}`.split(/\n(?=- )/)
  return [
    before.trim() !== '' && make('p', {}, inline(before.trim())),
    items.length > 0 &&
      make(
        'ul',
        {},
        items.map((item) => make('li', {}, inline(item.slice(2)))),
      ),
  ]
}
