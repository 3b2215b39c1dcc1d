import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Texts } from '../../i18n/en.ts'
import { english, type Language } from '../../i18n/languages.ts'
import type { Widget } from '../model/widget.ts'

const WidgetContext = createContext<Widget | undefined>(undefined)
const LanguageContext = createContext<Language>(english)

export const WidgetProvider = WidgetContext.Provider
export const LanguageProvider = LanguageContext.Provider

export function useWidget(): Widget {
  const widget = useContext(WidgetContext)
  if (!widget) throw new Error('There is no widget around this.')
  return widget
}

export const useTexts = (): Texts => useContext(LanguageContext).texts
export const useLanguage = (): string => useContext(LanguageContext).code
