import { useTexts } from '../../i18n/language.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { chatTexts } from '../texts/index.ts'
import styles from './composer.module.css'
import type { Suggestion } from './suggestions.ts'

interface SuggestionListProps {
  id: string
  suggestions: readonly Suggestion[]
  selected: number
  onTake: (suggestion: Suggestion) => void
}

/** What the word that is being typed may mean; the text’s keys move in it. */
export function SuggestionList({ id, suggestions, selected, onTake }: SuggestionListProps) {
  const texts = useTexts(chatTexts)
  return (
    <div className={styles.suggestions} role="listbox" id={id} aria-label={texts.suggestions}>
      {suggestions.map((suggestion, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the text’s own.
        <div
          key={suggestion.key}
          id={`${id}-${at}`}
          className={styles.suggestion}
          role="option"
          tabIndex={-1}
          aria-selected={at === selected}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(suggestion)}
        >
          {suggestion.person && <Avatar name={suggestion.label} url={suggestion.person.avatar_url} size={20} />}
          <bdi>{suggestion.label}</bdi>
          {suggestion.hint && <span className={styles.handle}>{suggestion.hint}</span>}
        </div>
      ))}
    </div>
  )
}
