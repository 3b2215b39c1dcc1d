import { Plus, X } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { Section } from '../parts/page.tsx'
import styles from './appearance.module.css'
import { type Greeting, newGreeting } from './draft.ts'
import { appearanceTexts } from './texts/index.ts'

/** No widget has more. */
const atMost = 10

interface GreetingsProps {
  greetings: readonly Greeting[]
  onChange: (greetings: readonly Greeting[]) => void
}

/** What the widget says by itself, by page and after how long. */
export function Greetings({ greetings, onChange }: GreetingsProps) {
  const texts = useTexts(appearanceTexts)
  return (
    <Section title={texts.greetings} about={texts.greetingsAbout}>
      {greetings.map((greeting, at) => {
        const change = (changes: Partial<Greeting>) => onChange(greetings.with(at, { ...greeting, ...changes }))
        return (
          <fieldset key={greeting.key} className={styles.greeting} aria-label={texts.greeting(at + 1)}>
            <TextArea
              label={texts.text}
              rows={2}
              required
              maxLength={500}
              value={greeting.text}
              onChange={(event) => change({ text: event.currentTarget.value })}
            />
            <TextArea
              label={texts.pages}
              hint={texts.pagesHint}
              rows={2}
              spellCheck={false}
              value={greeting.pages}
              onChange={(event) => change({ pages: event.currentTarget.value })}
            />
            <div className={styles.last}>
              <TextField
                label={texts.afterSeconds}
                type="number"
                min={0}
                max={3_600}
                required
                value={greeting.afterSeconds}
                onChange={(event) => change({ afterSeconds: event.currentTarget.valueAsNumber || 0 })}
              />
              <IconButton
                icon={X}
                label={texts.removeGreeting(at + 1)}
                onClick={() => onChange(greetings.filter((each) => each !== greeting))}
              />
            </div>
          </fieldset>
        )
      })}
      {greetings.length < atMost && (
        <Button className={styles.add} onClick={() => onChange([...greetings, newGreeting()])}>
          <Plus aria-hidden />
          {texts.addGreeting}
        </Button>
      )}
    </Section>
  )
}
