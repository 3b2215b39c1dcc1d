import { MessageSquareQuote, Zap } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { deskTexts } from '../texts/index.ts'
import styles from './composer.module.css'
import { withoutBraces } from './find-presets.ts'
import type { Presets } from './presets.ts'

/** What can be put in or done, above the text; its keys are the text’s own. */
export function PresetList({ id, presets: { shown, selected, take } }: { id: string; presets: Presets }) {
  const texts = useTexts(deskTexts)
  return (
    <div className={styles.presets} role="listbox" id={id} aria-label={texts.presets}>
      {shown.map((preset, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the text’s own.
        <div
          key={preset.id}
          id={`${id}-${at}`}
          className={styles.preset}
          role="option"
          tabIndex={-1}
          aria-selected={at === selected}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => void take(preset)}
        >
          {preset.kind === 'macro' ? <Zap aria-hidden /> : <MessageSquareQuote aria-hidden />}
          <bdi className={styles['preset-name']}>{preset.name}</bdi>
          <span className={styles.hint} dir="auto">
            {preset.kind === 'macro' ? texts.macro : withoutBraces(preset.content, texts.variables)}
          </span>
        </div>
      ))}
    </div>
  )
}
