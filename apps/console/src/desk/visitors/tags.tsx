import { X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { IconButton } from '../../ui/button.tsx'
import styles from './profile.module.css'
import { visitorTexts } from './texts/index.ts'

interface TagsProps {
  tags: readonly string[]
  onChange: (tags: string[]) => Promise<boolean>
}

/** The tags of a visitor: Enter adds one, Backspace in an empty field takes the last. */
export function Tags({ tags, onChange }: TagsProps) {
  const texts = useTexts(visitorTexts)
  const [typed, setTyped] = useState('')
  const add = async () => {
    const tag = typed.trim()
    if (tag === '') return
    setTyped('')
    if (!(await onChange([...tags, tag]))) setTyped(tag)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') void add()
    else if (event.key === 'Backspace' && typed === '' && tags.length > 0) void onChange(tags.slice(0, -1))
  }
  return (
    <section className={styles.section} aria-label={texts.tags}>
      <h4 className={styles.title}>{texts.tags}</h4>
      <div className={styles.tags}>
        {tags.map((tag) => (
          <span key={tag} className={styles.tag}>
            <bdi>{tag}</bdi>
            <IconButton
              icon={X}
              label={texts.removeTag(tag)}
              onClick={() => void onChange(tags.filter((each) => each !== tag))}
            />
          </span>
        ))}
        <input
          className={styles.adding}
          value={typed}
          maxLength={50}
          placeholder={texts.addTag}
          aria-label={texts.addTag}
          dir="auto"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => void add()}
        />
      </div>
    </section>
  )
}
