const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" }

const unescaped = (html: string): string =>
  html.replace(/&([a-z]+|#x?[0-9a-f]+);/gi, (all, name) => entities[name] ?? all)

export interface HighlightPart {
  text: string
  isMatch: boolean
}

/** A highlight of what was found, which is escaped HTML with `<mark>` around matches, as texts. */
export const highlightParts = (highlight: string): HighlightPart[] =>
  highlight
    .split(/(<mark>.*?<\/mark>)/s)
    .filter((part) => part !== '')
    .map((part) => ({ isMatch: part.startsWith('<mark>'), text: unescaped(part.replace(/<\/?mark>/g, '')) }))
