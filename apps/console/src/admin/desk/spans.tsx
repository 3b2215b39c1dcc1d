import { Plus, X } from 'lucide-react'
import { useMemo } from 'react'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { IconButton } from '../../ui/button.tsx'
import styles from './desk.module.css'
import { deskSettingsTexts } from './texts/index.ts'
import { areInOrder, maxSpans, newSpan, type Span, type Weekday, weekdays } from './week.ts'

interface SpansProps {
  /** Of the day. */
  name: string
  /** Stands beside the box to tick, where the day is named already. */
  toggle?: string
  spans: readonly Span[]
  onChange: (spans: readonly Span[]) => void
}

/** When a desk is open on a day: not at all, or from a time to another, with pauses. */
export function Spans({ name, toggle = name, spans, onChange }: SpansProps) {
  const texts = useTexts(deskSettingsTexts).hours
  const isWrong = !areInOrder(spans)
  const replace = (span: Span) => onChange(spans.map((each) => (each.key === span.key ? span : each)))
  return (
    <fieldset className={styles.day} aria-label={name}>
      <label className={styles.toggle}>
        <input
          type="checkbox"
          checked={spans.length > 0}
          onChange={(event) => onChange(event.currentTarget.checked ? [newSpan()] : [])}
        />
        {toggle}
      </label>
      <div className={styles.spans}>
        {spans.length === 0 && <span className={styles.closed}>{texts.closed}</span>}
        {spans.map((span, at) => (
          <div key={span.key} className={styles.span}>
            <input
              className={styles.time}
              type="time"
              required
              aria-label={texts.opens(name)}
              aria-invalid={isWrong}
              value={span.opens}
              onChange={(event) => replace({ ...span, opens: event.currentTarget.value })}
            />
            <span aria-hidden>–</span>
            <input
              className={styles.time}
              type="time"
              required
              aria-label={texts.closes(name)}
              aria-invalid={isWrong}
              value={span.closes}
              onChange={(event) => replace({ ...span, closes: event.currentTarget.value })}
            />
            {spans.length > 1 && (
              <IconButton
                icon={X}
                label={texts.removeSpan(name, at + 1)}
                onClick={() => onChange(spans.filter((each) => each !== span))}
              />
            )}
          </div>
        ))}
      </div>
      {spans.length > 0 && spans.length < maxSpans && (
        <IconButton
          icon={Plus}
          label={texts.addSpan(name)}
          onClick={() => onChange([...spans, newSpan(spans.at(-1)!.closes, '00:00')])}
        />
      )}
    </fieldset>
  )
}

/** `Monday`, as the chosen language writes it. */
export function useWeekdayNames(): Readonly<Record<Weekday, string>> {
  const language = useLanguage()
  return useMemo(() => {
    const { format } = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
    // The first of January 2024 was a Monday.
    const entries = weekdays.map((day, at) => [day, format(Date.UTC(2024, 0, 1 + at))])
    return Object.fromEntries(entries)
  }, [language])
}
