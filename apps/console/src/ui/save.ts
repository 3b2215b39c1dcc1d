/** Has the browser keep a text as a file. */
export function saveText(text: string, name: string, type = 'text/csv'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  saveFrom(url, name)
  URL.revokeObjectURL(url)
}

/** Has the browser keep what is at a URL as a file. */
export function saveFrom(url: string, name: string): void {
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
}
