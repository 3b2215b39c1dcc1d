import type { Catalogue } from '../../../i18n/language.ts'
import { en, type Texts } from './en.ts'

export const firstStepsTexts: Catalogue<Texts> = {
  en,
  load: {
    tr: async () => (await import('./tr.ts')).tr,
    de: async () => (await import('./de.ts')).de,
    es: async () => (await import('./es.ts')).es,
  },
}
