import { SlidersHorizontal, X } from 'lucide-react'
import { type FormEvent, Suspense, useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { searchPath } from '../../../addresses.ts'
import { useTexts } from '../../../i18n/language.ts'
import { shellTexts } from '../../../shell/texts/index.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/field.tsx'
import { lazyPart } from '../../../ui/lazy-part.tsx'
import { findingTexts } from '../texts/index.ts'
import { type Filter, formatSearch, maxQueryLength, parseSearch, type Search, withFilters } from './query.ts'
import styles from './search.module.css'

const SearchFilters = lazyPart(() => import('./search-filters.tsx'))

const restMs = 250

/** What is looked for. Operators that are written out become chips; the address follows after a rest. */
export function SearchForm({ query }: { query: string }) {
  const shell = useTexts(shellTexts)
  const texts = useTexts(findingTexts)
  const [, navigate] = useLocation()
  const [search, setSearch] = useState(() => parseSearch(query))
  const [isNarrowing, setNarrowing] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  /** What this form has put into the address: another is of Back, or of a link. */
  const own = useRef(query)
  const written = formatSearch(search)

  useEffect(() => {
    if (query === own.current) return
    own.current = query
    setSearch(parseSearch(query))
  }, [query])
  useEffect(() => {
    if (written === own.current) return
    const timer = setTimeout(() => {
      own.current = written
      navigate(searchPath(written), { replace: true })
    }, restMs)
    return () => clearTimeout(timer)
  }, [written, navigate])

  /** Takes out of the text what has become a filter. */
  const taken = ({ text, filters }: Search): Search => {
    const parsed = parseSearch(text)
    return { text: parsed.text, filters: withFilters(filters, parsed.filters) }
  }
  const write = (text: string) => {
    const next = { ...search, text }
    const isWordDone = /\s$/.test(text) && parseSearch(text).filters.length > 0
    setSearch(isWordDone ? { ...taken(next), text: `${taken(next).text} `.trimStart() } : next)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const next = taken(search)
    setSearch(next)
    own.current = formatSearch(next)
    navigate(searchPath(own.current), { replace: true })
  }
  const remove = (filter: Filter) => {
    setSearch({ ...search, filters: search.filters.filter((each) => each !== filter) })
    input.current?.focus()
  }
  return (
    <search className={styles.form}>
      <form className={styles.fields} onSubmit={submit}>
        <TextField
          ref={input}
          label={<span className="unseen">{shell.search}</span>}
          type="search"
          dir="auto"
          maxLength={maxQueryLength}
          placeholder={texts.searchPlaceholder}
          value={search.text}
          onChange={(event) => write(event.target.value)}
          autoFocus
        />
        <Button onClick={() => setNarrowing(true)}>
          <SlidersHorizontal aria-hidden />
          {texts.narrow}
        </Button>
      </form>
      {search.filters.length > 0 && (
        <ul className={styles.chips} aria-label={texts.filters}>
          {search.filters.map((filter) => {
            const name = `${texts.operators[filter.operator]} ${filter.value}`
            return (
              <li key={name} className={styles.chip}>
                {texts.operators[filter.operator]} <bdi className={styles.value}>{filter.value}</bdi>
                <IconButton icon={X} label={texts.removeFilter(name)} onClick={() => remove(filter)} />
              </li>
            )
          })}
        </ul>
      )}
      {isNarrowing && (
        <Suspense>
          <SearchFilters
            filters={search.filters}
            onChange={(filters) => setSearch({ ...taken(search), filters })}
            onClose={() => setNarrowing(false)}
          />
        </Suspense>
      )}
    </search>
  )
}
