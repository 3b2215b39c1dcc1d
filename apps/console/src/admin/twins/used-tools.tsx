import { Wrench } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { twinsTexts } from './texts/index.ts'
import type { TriedTool } from './trial-run.ts'
import styles from './twins.module.css'

/** The tools that an answer has used, folded: what they were called with, and the beginning of what they said. */
export function UsedTools({ tools }: { tools: readonly TriedTool[] }) {
  const texts = useTexts(twinsTexts)
  return tools.map(({ id, name, input, result, isDone, durationMs }) => (
    <details key={id} className={styles.tool}>
      <summary>
        <Wrench aria-hidden />
        <code>{name}</code>
        <span>{isDone === undefined ? texts.working : isDone ? texts.took(durationMs ?? 0) : texts.toolFailed}</span>
      </summary>
      {input !== undefined && <pre>{JSON.stringify(input, null, 2)}</pre>}
      {result && <pre>{result}</pre>}
    </details>
  ))
}
