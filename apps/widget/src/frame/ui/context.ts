import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Texts } from '../../i18n/en.ts'
import type { Language } from '../../i18n/languages.ts'
import type { Widget } from '../model/widget.ts'

const WidgetContext = createContext<Widget | undefined>(undefined)
const LanguageContext = createContext<Language | undefined>(undefined)

export const WidgetProvider = WidgetContext.Provider
export const LanguageProvider = LanguageContext.Provider

// They are around everything that is shown.
export const useWidget = (): Widget => useContext(WidgetContext)!
export const useTexts = (): Texts => useContext(LanguageContext)!.texts
export const useLanguage = (): string => useContext(LanguageContext)!.code
