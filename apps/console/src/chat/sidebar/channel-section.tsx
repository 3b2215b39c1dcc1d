import { CheckCheck, ChevronRight, Ellipsis, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { shellTexts } from '../../shell/texts/index.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { IconButton } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { Menu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu-entry.ts'
import { openDialog } from '../open-dialog.ts'
import { useRole } from '../use-role.ts'
import { inSight, type ShownSection } from './arrange.ts'
import { ChannelLink } from './channel-link.tsx'
import { folded, isBuiltIn, removed } from './sections.ts'
import styles from './sidebar.module.css'
import { sidebarTexts } from './texts/index.ts'
import { useListMenu } from './use-list-menu.ts'
import { useSections } from './use-sections.ts'

interface ChannelSectionProps {
  section: ShownSection
  currentId: string | undefined
}

/** A section of the sidebar, which can be folded. */
export function ChannelSection({ section, currentId }: ChannelSectionProps) {
  const shell = useTexts(shellTexts)
  const texts = useTexts(sidebarTexts)
  const { sections, changeSections } = useSections()
  const { id, isCollapsed, channels } = section
  const name = isBuiltIn(id) ? { ...shell, favourites: texts.favourites }[id] : section.name
  const fold = () => void changeSections(folded(sections, { id, name: section.name || id }, !isCollapsed))
  const about = { channels: shell.noChannels, direct: texts.noDirect }[id] ?? (isBuiltIn(id) ? undefined : texts.noOwn)
  return (
    <section aria-label={name}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          <button type="button" className={styles.fold} aria-expanded={!isCollapsed} onClick={fold}>
            <ChevronRight aria-hidden />
            <bdi className={styles.name}>{name}</bdi>
          </button>
        </h2>
        <SectionActions id={id} name={name} />
      </header>
      {channels.length === 0 && !isCollapsed && about && <p className={styles.empty}>{about}</p>}
      <ul>
        {inSight(section, currentId).map((channel) => (
          <ChannelLink key={channel.id} channel={channel} isCurrent={channel.id === currentId} />
        ))}
      </ul>
    </section>
  )
}

function SectionActions({ id, name }: { id: string; name: string }): ReactNode {
  const shell = useTexts(shellTexts)
  const texts = useTexts(sidebarTexts)
  const { unread } = useStore()
  const { sections, changeSections } = useSections()
  const attempt = useAttempt()
  const listMenu = useListMenu()
  const isGuest = useRole() === 'guest'
  if (id === 'favourites') return null
  if (id === 'unread')
    return (
      <IconButton
        icon={CheckCheck}
        label={texts.markAllRead}
        onClick={() => void attempt(() => unread.markAllRead())}
      />
    )
  if (id === 'direct')
    return isGuest ? null : (
      <IconButton icon={Plus} label={shell.newDirect} onClick={() => openDialog({ name: 'new direct' })} />
    )
  const entries = (): readonly MenuEntry[] =>
    id === 'channels'
      ? listMenu()
      : [
          { label: texts.renameSection, onSelect: () => openDialog({ name: 'rename section', sectionId: id }) },
          { label: texts.deleteSection, isDangerous: true, onSelect: () => void changeSections(removed(sections, id)) },
        ]
  return (
    <Menu
      trigger={<IconButton icon={id === 'channels' ? Plus : Ellipsis} label={texts.sectionActions(name)} />}
      entries={entries}
    />
  )
}
