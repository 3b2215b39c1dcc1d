import type { Import } from '@parley/client/index'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { Section } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import styles from './imports.module.css'
import { importsTexts } from './texts/index.ts'

/** What was not imported, or not as it was, and why. */
export function Problems({ problems }: { problems: Import['problems'] }) {
  const texts = useTexts(importsTexts)
  const { format } = new Intl.NumberFormat(useLanguage())
  if (problems.length === 0) return null
  return (
    <Section title={texts.notImported} about={texts.notImportedAbout}>
      <Table
        label={texts.notImported}
        rows={problems}
        keyOf={({ code }) => code}
        columns={[
          {
            label: texts.reason,
            kind: 'main',
            cell: ({ code, examples }) => (
              <Named name={texts.problems[code]} about={examples.length > 0 && <Examples names={examples} />} />
            ),
          },
          { label: texts.count, kind: 'number', cell: ({ count }) => format(count) },
        ]}
      />
    </Section>
  )
}

function Examples({ names }: { names: readonly string[] }) {
  const texts = useTexts(importsTexts)
  return (
    <details>
      <summary className={styles.summary}>{texts.examples}</summary>
      <ul className={styles.examples}>
        {names.map((name) => (
          <li key={name} dir="auto">
            {name}
          </li>
        ))}
      </ul>
    </details>
  )
}
