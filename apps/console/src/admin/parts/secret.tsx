import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import styles from './parts.module.css'

/** Something to be copied, such as a secret that is shown this once. */
export function Copyable({ text, label }: { text: string; label: string }) {
  const texts = useTexts(uiTexts)
  const attempt = useAttempt()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => setCopied(await attempt(() => navigator.clipboard.writeText(text)))
  return (
    <output className={styles.secret} aria-label={label}>
      <code>{text}</code>
      <Button onClick={() => void copy()}>
        {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
        {isCopied ? texts.copied : texts.copy}
      </Button>
    </output>
  )
}
