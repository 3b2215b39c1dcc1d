import type { LucideIcon } from 'lucide-react'
import { Plus } from 'lucide-react'
import { type ComponentType, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { adminTexts } from '../texts/index.ts'
import type { Asked } from './asked.ts'
import { Loaded } from './loaded.tsx'
import { Page, type Section } from './page.tsx'
import { type Column, Table } from './table.tsx'

/** What a dialog that adds or changes one of a list is given. */
export interface EditProps<T> {
  title: string
  /** The one that is changed; undefined for a new one. */
  row: T | undefined
  /** To be awaited after it was stored: the list is asked for again, and the dialog closed. */
  onSaved: () => Promise<void>
  onClose: () => void
}

interface ListTexts {
  title: string
  about: string
  /** The button that adds one. */
  create: string
  none: string
  noneAbout: string
  /** What deleting one does to what has it. */
  deleteAbout: string
}

interface ListScreenProps<T> {
  icon: LucideIcon
  texts: ListTexts
  of: Asked<readonly T[]>
  nameOf: (row: T) => string
  columns: readonly Column<T>[]
  Edit: ComponentType<EditProps<T>>
  remove: (row: T) => Promise<unknown>
  /** Asks for the list again, and for what else shows it. */
  refresh: () => Promise<void>
  /** Everybody may change any, if not given. */
  mayChange?: (row: T) => boolean
  /** A screen of its own, or a part of one. */
  as?: typeof Page | typeof Section
}

/** A list of what is added, changed and deleted here, each in a dialog. */
export function ListScreen<T extends { id: string }>(props: ListScreenProps<T>) {
  const { icon, texts, of, nameOf, columns, Edit, remove, refresh, mayChange = () => true, as: Frame = Page } = props
  const { actions, edit, editOf, remove: removeText, removeOf, removeTitle } = useTexts(adminTexts)
  const [editing, setEditing] = useState<T | 'new'>()
  const [deleting, setDeleting] = useState<T>()
  const create = (
    <Button kind={Frame === Page ? 'main' : 'plain'} onClick={() => setEditing('new')}>
      <Plus aria-hidden />
      {texts.create}
    </Button>
  )
  const buttons: Column<T> = {
    label: actions,
    kind: 'buttons',
    cell: (row) =>
      mayChange(row) && (
        <>
          <Button kind="quiet" aria-label={editOf(nameOf(row))} onClick={() => setEditing(row)}>
            {edit}
          </Button>
          <Button kind="quiet" aria-label={removeOf(nameOf(row))} onClick={() => setDeleting(row)}>
            {removeText}
          </Button>
        </>
      ),
  }
  const close = () => setEditing(undefined)
  return (
    <Frame title={texts.title} about={texts.about} actions={of.data && of.data.length > 0 && create}>
      <Loaded of={of}>
        {(rows) =>
          rows.length > 0 ? (
            <Table label={texts.title} rows={rows} keyOf={({ id }) => id} columns={[...columns, buttons]} />
          ) : (
            <EmptyState icon={icon} title={texts.none} about={texts.noneAbout}>
              {create}
            </EmptyState>
          )
        }
      </Loaded>
      {editing && (
        <Edit
          title={editing === 'new' ? texts.create : editOf(nameOf(editing))}
          row={editing === 'new' ? undefined : editing}
          onSaved={async () => {
            await refresh()
            close()
          }}
          onClose={close}
        />
      )}
      {deleting && (
        <ConfirmDialog
          title={removeTitle(nameOf(deleting))}
          about={texts.deleteAbout}
          action={removeText}
          isDangerous
          onConfirm={async () => {
            await remove(deleting)
            await refresh()
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </Frame>
  )
}
