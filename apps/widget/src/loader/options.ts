export interface LoaderOptions {
  /** Where the script came from: Parley's own URL. */
  origin: string
  /** The widget key. */
  key: string
  /** In which the widget speaks, in place of the company's own. */
  language: string | undefined
}

/** What the script tag says: `<script async src="https://HOST/widget.js" data-key="…">`; undefined where it names no key. */
export function readOptions(script: Element | null): LoaderOptions | undefined {
  if (!(script instanceof HTMLScriptElement)) return undefined
  const { key, language } = script.dataset
  if (key) return { origin: new URL(script.src).origin, key, language }
  console.error('Parley: the script tag of widget.js names no data-key.')
  return undefined
}
