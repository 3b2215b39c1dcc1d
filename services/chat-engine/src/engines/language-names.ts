import type { Language } from '@parley/contracts/fields'

/** What a model is asked to write in. */
export const languageNames: Record<Language, string> = { en: 'English', tr: 'Turkish', de: 'German', es: 'Spanish' }
