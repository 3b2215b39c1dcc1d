import { Wrench } from 'lucide-react'
import { useDuration } from '../../i18n/durations.ts'
import { useTexts } from '../../i18n/language.ts'
import type { ToolCall } from '../../store/tool-calls.ts'
import styles from './answers.module.css'
import { answersTexts } from './texts/index.ts'

/** The tools that an answer has called, folded: what each was called with, and the beginning of what it answered. */
export function ToolList({ tools }: { tools: readonly ToolCall[] }) {
  const texts = useTexts(answersTexts)
  const duration = useDuration()
  if (tools.length === 0) return null
  return (
    <ul className={styles.tools} aria-label={texts.tools}>
      {tools.map(({ tool, tool_id, status, input, duration: ms, result_preview }) => {
        const title = (
          <>
            <Wrench aria-hidden />
            <code>{tool}</code>
            <span className={status === 'failed' ? styles.failed : styles.quiet}>
              {texts.toolStates[status]}
              {ms !== null && ` · ${duration(ms)}`}
            </span>
          </>
        )
        return (
          <li key={tool_id}>
            {input || result_preview ? (
              <details>
                <summary className={styles.tool}>{title}</summary>
                {input && <pre dir="ltr">{input}</pre>}
                {result_preview && <pre dir="auto">{result_preview}</pre>}
              </details>
            ) : (
              <p className={styles.tool}>{title}</p>
            )}
          </li>
        )
      })}
    </ul>
  )
}
