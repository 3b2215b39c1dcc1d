import { use } from 'react'
import { Value } from '../store/value.ts'
import { useValue } from '../ui/use-value.ts'

export const languages = ['en', 'tr', 'de', 'es'] as const
export type Language = (typeof languages)[number]

/** What the browser prefers of what there is. */
export const preferredLanguage = (): Language =>
  navigator.languages.map((tag) => tag.slice(0, 2) as Language).find((each) => languages.includes(each)) ?? 'en'

/** What the console is shown in; dates and numbers, too. */
export const language = new Value<Language>('en')

export const useLanguage = (): Language => useValue(language)

/** The texts of one area in every language: English comes with the area, another is loaded when it is chosen. */
export interface Catalogue<T> {
  en: T
  load: Record<Exclude<Language, 'en'>, () => Promise<T>>
}

const loaded = new WeakMap<object, Map<Language, Promise<unknown>>>()

/** Until they can be loaded, what is drawn meanwhile is English. */
function load<T>(catalogue: Catalogue<T>, chosen: Exclude<Language, 'en'>, promises: Map<Language, Promise<unknown>>) {
  return catalogue.load[chosen]().catch(() => {
    addEventListener('online', () => promises.delete(chosen), { once: true })
    return catalogue.en
  })
}

/** The texts of an area in the language that is chosen; suspends while they are loaded. */
export function useTexts<T>(catalogue: Catalogue<T>): T {
  const chosen = useLanguage()
  if (chosen === 'en') return catalogue.en
  const promises = loaded.get(catalogue) ?? new Map<Language, Promise<unknown>>()
  loaded.set(catalogue, promises)
  if (!promises.has(chosen)) promises.set(chosen, load(catalogue, chosen, promises))
  return use(promises.get(chosen) as Promise<T>)
}
