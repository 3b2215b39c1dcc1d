import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { searchPath } from '../../../addresses.ts'
import { useTexts } from '../../../i18n/language.ts'
import { shellTexts } from '../../../shell/texts/index.ts'
import { BareDialog } from '../../../ui/dialog.tsx'
import type { ChatDialogProps } from '../../open-dialog.ts'
import { optionStep } from '../option-keys.ts'
import { findingTexts } from '../texts/index.ts'
import { usePeople } from '../use-people.ts'
import styles from './jump.module.css'
import { rank } from './rank.ts'
import { type JumpOption, useCandidates } from './use-candidates.tsx'

const atMost = 12

/** Jumps to whatever is named: a few letters and Enter. */
export default function Jump({ onClose }: ChatDialogProps) {
  const shell = useTexts(shellTexts)
  const texts = useTexts(findingTexts)
  const [, navigate] = useLocation()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const name = query.replace(/^\s*[#@]/, '').trim()
  const people = usePeople(name === '' || query.trimStart().startsWith('#') ? undefined : name)
  const candidates = useCandidates(name, people)
  const found = rank(query, candidates, atMost)
  const options: JumpOption[] = name
    ? [
        ...found,
        {
          key: 'search',
          label: texts.searchFor(query.trim()),
          kind: 'action',
          recency: 0,
          picture: <Search aria-hidden />,
          run: () => navigate(searchPath(query.trim())),
        },
      ]
    : found
  const selected = Math.min(chosen, options.length - 1)

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })
  const take = (option: JumpOption | undefined) => {
    if (!option) return
    onClose()
    option.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = optionStep(event.key, selected, options.length)
    if (step !== undefined) setChosen(step)
    else if (event.key === 'Enter') take(options[selected])
    else return
    event.preventDefault()
  }
  return (
    <BareDialog label={shell.jump} onClose={onClose}>
      <input
        className={styles.input}
        dir="auto"
        value={query}
        placeholder={texts.jumpPlaceholder}
        aria-label={shell.jump}
        role="combobox"
        aria-expanded={options.length > 0}
        aria-controls={listId}
        aria-activedescendant={options.length > 0 ? `${listId}-${selected}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        // biome-ignore lint/a11y/noAutofocus: the dialog is for it.
        autoFocus
        onChange={(event) => {
          setQuery(event.target.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} className={styles.options} role="listbox" id={listId} aria-label={shell.jump}>
        {options.map((option, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the text’s own.
          <div
            key={option.key}
            id={`${listId}-${at}`}
            className={styles.option}
            role="option"
            tabIndex={-1}
            aria-selected={at === selected}
            onMouseMove={() => setChosen(at)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(option)}
          >
            <span className={styles.picture}>{option.picture}</span>
            <bdi className={styles.label}>{option.label}</bdi>
            {option.hint && <span className={styles.hint}>{option.hint}</span>}
          </div>
        ))}
      </div>
    </BareDialog>
  )
}
