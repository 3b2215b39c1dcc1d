import { useEffect, useState } from 'react'
import type { ColouredPart } from './coloured-part.ts'
import styles from './text.module.css'

/** A code that is being written is coloured once it rests. */
const restMs = 120

/** A block of code; its colours come when they are there. */
export function CodeBlock({ code, language }: { code: string; language: string | undefined }) {
  const [coloured, setColoured] = useState<{ code: string; parts: readonly ColouredPart[] | undefined }>()
  useEffect(() => {
    if (language === undefined) return
    let isWanted = true
    const timer = setTimeout(async () => {
      try {
        const { highlight } = await import('./code-colours.ts')
        const parts = await highlight(code, language.toLowerCase())
        if (isWanted) setColoured({ code, parts })
      } catch {
        // It can be read without.
      }
    }, restMs)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [code, language])
  const parts = coloured?.code === code ? coloured.parts : undefined
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled has to be reached.
    <pre className={styles.block} tabIndex={0} dir="ltr">
      <code>
        {parts?.map(({ text, kind }, at) => (
          <span key={at} data-kind={kind}>
            {text}
          </span>
        )) ?? code}
      </code>
    </pre>
  )
}
