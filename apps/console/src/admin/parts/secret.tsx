import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { useCopy } from '../../ui/copy.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import styles from './parts.module.css'

/** Something to be copied, such as a secret that is shown this once. */
export function Copyable({ text, label }: { text: string; label: string }) {
  const texts = useTexts(uiTexts)
  const [isCopied, setCopied] = useState(false)
  const copy = useCopy()
  return (
    <output className={styles.secret} aria-label={label}>
      {/* What is long scrolls, by keys as well. */}
      <code tabIndex={text.includes('\n') ? 0 : undefined}>{text}</code>
      <Button onClick={() => void copy(text).then(setCopied)}>
        {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
        {isCopied ? texts.copied : texts.copy}
      </Button>
    </output>
  )
}
