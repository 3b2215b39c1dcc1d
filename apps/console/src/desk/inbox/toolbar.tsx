import type { SavedView } from '@parley/client/index'
import { EllipsisVertical, ListChecks, ListFilter, Search, X } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import type { Filter } from '../../store/desk/filter.ts'
import { IconButton } from '../../ui/button.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { Menu } from '../../ui/menu.tsx'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import { FilterPanel } from './filter-panel.tsx'
import styles from './inbox.module.css'

const SaveViewDialog = lazyPart(() => import('./save-view-dialog.tsx'))
const DeleteView = lazyPart(() => import('./delete-view.tsx'))

interface ToolbarProps {
  /** What is looked for. */
  typed: string
  onType: (text: string) => void
  filter: Filter
  isFiltered: boolean
  /** Undefined: as the view has it. */
  onFilter: (filter: Filter | undefined) => void
  /** The view that is shown, where it is one that somebody saved. */
  savedView: SavedView | undefined
  isSelecting: boolean
  onSelecting: (isWanted: boolean) => void
}

/** Search and filter of the list, and what is done with it. */
export function Toolbar(props: ToolbarProps) {
  const { typed, onType, filter, isFiltered, onFilter, savedView, isSelecting, onSelecting } = props
  const texts = useTexts(deskTexts)
  const { roles } = useDesk()
  const [isFiltering, setFiltering] = useState(isFiltered)
  const [asks, setAsks] = useState<'save' | 'change' | 'delete'>()
  const mayChange = savedView && (roles.isOwner || !savedView.isShared)
  return (
    <div>
      <search className={styles.search}>
        <Search aria-hidden />
        <input
          type="text"
          enterKeyHint="search"
          maxLength={200}
          value={typed}
          placeholder={texts.searchConversations}
          aria-label={texts.searchConversations}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && onType('')}
        />
        {typed !== '' && <IconButton icon={X} label={texts.clearSearch} onClick={() => onType('')} />}
        <span className={styles.tools}>
          <IconButton
            icon={ListFilter}
            label={texts.filter}
            aria-expanded={isFiltering}
            onClick={() => setFiltering(!isFiltering)}
          />
          <IconButton
            icon={ListChecks}
            label={texts.select}
            aria-pressed={isSelecting}
            onClick={() => onSelecting(!isSelecting)}
          />
          {mayChange && (
            <Menu
              trigger={<IconButton icon={EllipsisVertical} label={texts.view} />}
              entries={() => [
                { label: texts.changeView, onSelect: () => setAsks('change') },
                { label: texts.deleteView, isDangerous: true, onSelect: () => setAsks('delete') },
              ]}
            />
          )}
        </span>
      </search>
      {isFiltering && (
        <FilterPanel
          filter={filter}
          onChange={onFilter}
          onReset={() => onFilter(undefined)}
          onSave={roles.isAgent ? () => setAsks('save') : undefined}
        />
      )}
      <Suspense>
        {(asks === 'save' || asks === 'change') && (
          <SaveViewDialog
            view={asks === 'change' ? savedView : undefined}
            filter={filter}
            onClose={() => setAsks(undefined)}
          />
        )}
        {asks === 'delete' && savedView && <DeleteView view={savedView} onClose={() => setAsks(undefined)} />}
      </Suspense>
    </div>
  )
}
