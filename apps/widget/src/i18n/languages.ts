import { en, type Texts } from './en.ts'

const others = new Map<string, () => Promise<{ texts: Texts }>>([
  ['tr', () => import('./tr.ts')],
  ['de', () => import('./de.ts')],
  ['es', () => import('./es.ts')],
])

export interface Language {
  code: string
  texts: Texts
}

export const english: Language = { code: 'en', texts: en }

/** The first of these that there are texts in; a regional one is its language. English where they cannot be loaded. */
export async function loadLanguage(...wanted: (string | null | undefined)[]): Promise<Language> {
  for (const tag of wanted) {
    const code = tag?.toLowerCase().split('-')[0]
    if (code === 'en') return english
    const load = code === undefined ? undefined : others.get(code)
    if (code !== undefined && load)
      return load().then(
        ({ texts }) => ({ code, texts }),
        () => english,
      )
  }
  return english
}
