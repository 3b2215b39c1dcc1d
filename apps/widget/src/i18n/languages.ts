import type { Texts } from './en.ts'

const languages = new Map<string | undefined, () => Promise<Texts>>([
  ['en', async () => (await import('./en.ts')).en],
  ['tr', async () => (await import('./tr.ts')).texts],
  ['de', async () => (await import('./de.ts')).texts],
  ['es', async () => (await import('./es.ts')).texts],
])

const retryMs = 2_000

export interface Language {
  code: string
  texts: Texts
}

/**
 * The first of these that there are texts in; a regional one is its language. English where they cannot be loaded, and
 * again after a pause where that cannot be either.
 */
export async function loadLanguage(...wanted: (string | null | undefined)[]): Promise<Language> {
  const first = wanted.map((tag) => tag?.toLowerCase().split('-')[0]).find((code) => languages.has(code))
  for (;;) {
    for (const code of [first ?? 'en', 'en']) {
      const texts = await languages.get(code)!().catch(() => undefined)
      if (texts) return { code, texts }
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs))
  }
}
