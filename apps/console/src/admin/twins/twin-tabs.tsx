import { useTexts } from '../../i18n/language.ts'
import { Tabs } from '../parts/tabs.tsx'
import { twinsTexts } from './texts/index.ts'

interface TwinTabsProps {
  /** Where the first of them is. */
  home: string
  tab: string
  withVersions?: boolean
}

/** Who a twin is, its tools, and what it was. What is not saved yet stays, whichever is looked at. */
export function TwinTabs({ home, tab, withVersions = false }: TwinTabsProps) {
  const texts = useTexts(twinsTexts)
  return (
    <Tabs
      label={texts.twin}
      current={tab ? `${home}/${tab}` : home}
      tabs={[
        { href: home, label: texts.profile },
        { href: `${home}/tools`, label: texts.tools },
        ...(withVersions ? [{ href: `${home}/versions`, label: texts.versions }] : []),
      ]}
    />
  )
}
