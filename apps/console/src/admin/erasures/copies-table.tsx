import type { Erasure } from '@parley/client/index'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { Badge } from '../parts/form.tsx'
import { Named, Table } from '../parts/table.tsx'
import { erasuresTexts } from './texts/index.ts'

const tones = { pending: undefined, done: 'good', refused: 'bad' } as const

/** Each kind of copy: how many were removed, and why any are left. */
export function CopiesTable({ copies }: { copies: Erasure['copies'] }) {
  const texts = useTexts(erasuresTexts)
  const { format } = new Intl.NumberFormat(useLanguage())
  return (
    <Table
      label={texts.copies}
      rows={copies}
      keyOf={({ kind }) => kind}
      columns={[
        {
          label: texts.kind,
          kind: 'main',
          cell: ({ kind, reason }) => <Named name={texts.copyKinds[kind]} about={reason} />,
        },
        {
          label: texts.state,
          cell: ({ state }) => <Badge tone={tones[state]}>{texts.copyStates[state]}</Badge>,
        },
        { label: texts.removed, kind: 'number', cell: ({ count }) => format(count) },
      ]}
    />
  )
}
