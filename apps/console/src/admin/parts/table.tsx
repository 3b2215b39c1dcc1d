import type { ReactNode } from 'react'
import styles from './table.module.css'

export interface Column<T> {
  label: string
  cell: (row: T) => ReactNode
  /** `main` says which one a row is; `menu` and `buttons`, what can be done with it. */
  kind?: 'main' | 'number' | 'menu' | 'buttons'
}

interface TableProps<T> {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  keyOf: (row: T) => string
}

/** Rows under columns; where there is little room, each row is a card that says what its values are. */
export function Table<T>({ label, columns, rows, keyOf }: TableProps<T>) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.label} scope="col" className={column.kind && styles[column.kind]}>
              <span className={hasHead(column) ? undefined : 'unseen'}>{column.label}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => (
              <td
                key={column.label}
                className={column.kind && styles[column.kind]}
                data-label={column.kind !== 'main' && hasHead(column) ? column.label : undefined}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const hasHead = <T,>({ kind }: Column<T>) => kind !== 'menu' && kind !== 'buttons'

interface NamedProps {
  picture?: ReactNode
  name: ReactNode
  about?: ReactNode
}

/** What a row’s main cell says: a name, and what it is about below. */
export const Named = ({ picture, name, about }: NamedProps) => (
  <div className={styles.named}>
    {picture}
    <div className={styles.names}>
      <bdi className={styles.name}>{name}</bdi>
      {about && (
        <div className={styles.about} dir="auto">
          {about}
        </div>
      )}
    </div>
  </div>
)
