import { loadLanguage } from '@parley/widget/i18n/languages'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import styles from './appearance.module.css'
import type { Draft } from './draft.ts'
import { appearanceTexts } from './texts/index.ts'
import { WidgetDrawing } from './widget-drawing.tsx'

interface PreviewProps {
  draft: Draft
  /** The company’s. */
  name: string
  /** Of the desk. */
  language: string
}

/** The widget on a page, as it will be once this is saved. */
export function Preview({ draft, name, language }: PreviewProps) {
  const texts = useTexts(appearanceTexts)
  const [isOpen, setOpen] = useState(true)
  const { data } = useQuery({ queryKey: ['widget texts', language], queryFn: () => loadLanguage(language) })
  return (
    <section className={styles.preview} aria-label={texts.preview}>
      <div className={styles.tabs}>
        <Button kind="quiet" aria-pressed={isOpen} onClick={() => setOpen(true)}>
          {texts.open}
        </Button>
        <Button kind="quiet" aria-pressed={!isOpen} onClick={() => setOpen(false)}>
          {texts.closed}
        </Button>
      </div>
      {/* A picture of the widget: nothing in it can be used. */}
      <div className={styles.page} aria-hidden inert>
        {data && <WidgetDrawing draft={draft} name={name} texts={data.texts} isOpen={isOpen} logo={texts.logo} />}
      </div>
    </section>
  )
}
