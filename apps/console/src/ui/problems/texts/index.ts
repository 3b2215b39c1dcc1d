import type { Catalogue } from '../../../i18n/language.ts'
import { en, type Texts } from './en.ts'

export const problemTexts: Catalogue<Texts> = {
  en,
  load: {
    de: () => import('./de.ts').then(({ de }) => de),
    es: () => import('./es.ts').then(({ es }) => es),
    tr: () => import('./tr.ts').then(({ tr }) => tr),
  },
}
