import { X } from 'lucide-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { useTexts } from '../../../i18n/language.ts'
import { useStore } from '../../../shell/workspace-provider.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/field.tsx'
import { optionStep } from '../option-keys.ts'
import { findingTexts } from '../texts/index.ts'
import { usePeople } from '../use-people.ts'
import styles from './people-picker.module.css'

/** Somebody who was chosen. */
export interface Picked {
  id: string
  name: string
  handle: string | null
}

interface PeoplePickerProps {
  label: string
  picked: readonly Picked[]
  onChange: (picked: readonly Picked[]) => void
  max: number
  autoFocus?: boolean
  /** Whether they may choose themselves. */
  withMe?: boolean
}

/** Chooses people by their name: a text with suggestions, and who was chosen above it. */
export function PeoplePicker({ label, picked, onChange, max, autoFocus, withMe }: PeoplePickerProps) {
  const texts = useTexts(findingTexts)
  const { me } = useStore()
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const [query, setQuery] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState(0)
  const people = usePeople(isOpen ? query : undefined)
  const options = people.filter(
    ({ user_id }) => (withMe || user_id !== me.uuid) && picked.every(({ id }) => id !== user_id),
  )
  const selected = Math.min(chosen, options.length - 1)
  const isShown = isOpen && options.length > 0 && picked.length < max

  const pick = (at: number) => {
    const person = options[at]
    if (!person) return
    onChange([...picked, { id: person.user_id, name: person.display_name, handle: person.handle }])
    setQuery('')
    setChosen(0)
    input.current?.focus()
  }
  const remove = (id: string) => {
    onChange(picked.filter((each) => each.id !== id))
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = optionStep(event.key, selected, options.length)
    if (isShown && step !== undefined) setChosen(step)
    else if (isShown && event.key === 'Enter') pick(selected)
    else if (isShown && event.key === 'Escape') setOpen(false)
    else if (event.key === 'Backspace' && query === '' && picked.length > 0) onChange(picked.slice(0, -1))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={styles.picker}>
      <TextField
        ref={input}
        label={label}
        dir="auto"
        value={query}
        placeholder={picked.length < max ? texts.peoplePlaceholder : texts.noMorePeople}
        disabled={picked.length >= max}
        role="combobox"
        aria-expanded={isShown}
        aria-controls={isShown ? listId : undefined}
        aria-activedescendant={isShown ? `${listId}-${selected}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        autoFocus={autoFocus}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onClick={() => setOpen(true)}
        onChange={(event) => {
          setQuery(event.target.value)
          setOpen(true)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
      />
      {isShown && (
        <div className={styles.options} role="listbox" id={listId} aria-label={label}>
          {options.map(({ user_id, display_name, handle, avatar_url }, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the text’s own.
            <div
              key={user_id}
              id={`${listId}-${at}`}
              className={styles.option}
              role="option"
              tabIndex={-1}
              aria-selected={at === selected}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(at)}
            >
              <Avatar name={display_name} url={avatar_url} size={20} />
              <bdi className={styles.name}>{display_name}</bdi>
              {handle && <span className={styles.handle}>@{handle}</span>}
            </div>
          ))}
        </div>
      )}
      {picked.length > 0 && (
        <ul className={styles.picked}>
          {picked.map(({ id, name }) => (
            <li key={id} className={styles.person}>
              <bdi className={styles.name}>{name}</bdi>
              <IconButton icon={X} label={texts.removePerson(name)} onClick={() => remove(id)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
