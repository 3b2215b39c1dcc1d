import { AtSign, Footprints, type LucideIcon, MessagesSquare, PencilLine, Search, Sparkles } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { privateChatPath, searchPath, threadsPath } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { shellTexts } from '../../shell/texts/index.ts'
import { useTopic } from '../../shell/workspace-provider.tsx'
import { modName } from '../../ui/keys.ts'
import { Skeleton } from '../../ui/states.tsx'
import { useAreFirstStepsShown } from '../first-steps/hidden.ts'
import { openDialog } from '../open-dialog.ts'
import { ChannelSection } from './channel-section.tsx'
import styles from './sidebar.module.css'
import { useChannelKeys } from './use-channel-keys.ts'
import { useSidebar } from './use-sidebar.ts'

/** What there is to look at in team chat: lists over all channels, then the channels in their sections. */
export function Sidebar() {
  const texts = useTexts(shellTexts)
  const isLoaded = useTopic('channels', ({ channels }) => channels.isLoaded)
  const { sections, currentId } = useSidebar()
  useChannelKeys(sections, currentId)
  return (
    <nav className={styles.sidebar} aria-label={texts.chat}>
      <div className={styles.top}>
        <button type="button" className={styles.jump} onClick={() => openDialog({ name: 'jump' })}>
          {texts.jump}
          <kbd aria-hidden>{modName} K</kbd>
        </button>
        <Link href={searchPath('')} className={styles.search} aria-label={texts.search} title={texts.search}>
          <Search aria-hidden />
        </Link>
      </div>
      <Lists />
      {isLoaded ? (
        sections.map((section) => <ChannelSection key={section.id} section={section} currentId={currentId} />)
      ) : (
        <Skeleton rows={8} />
      )}
    </nav>
  )
}

function Lists() {
  const texts = useTexts(shellTexts)
  const threads = useTopic('unread', ({ unread }) => unread.threads)
  const mentions = useTopic('unread', ({ unread }) => unread.mentions)
  const drafts = useTopic('drafts', (store) => store.drafts.all.length)
  const areFirstStepsShown = useAreFirstStepsShown()
  return (
    <ul>
      {areFirstStepsShown && (
        <ListLink path="/first-steps" icon={Footprints} count={0} said="">
          {texts.firstSteps}
        </ListLink>
      )}
      <ListLink path={threadsPath()} icon={MessagesSquare} count={threads} isNews said={texts.unreadCount(threads)}>
        {texts.threads}
      </ListLink>
      <ListLink path="/mentions" icon={AtSign} count={mentions} isNews said={texts.mentionCount(mentions)}>
        {texts.mentions}
      </ListLink>
      <ListLink path={privateChatPath()} icon={Sparkles} count={0} said="">
        {texts.twins}
      </ListLink>
      <ListLink path="/drafts" icon={PencilLine} count={drafts} said={String(drafts)}>
        {texts.drafts}
      </ListLink>
    </ul>
  )
}

interface ListLinkProps {
  path: string
  icon: LucideIcon
  count: number
  /** Whether what it counts is unread. */
  isNews?: boolean
  /** The count as it is read aloud. */
  said: string
  children: ReactNode
}

function ListLink({ path, icon: Icon, count, isNews = false, said, children }: ListLinkProps) {
  const [location] = useLocation()
  const isCurrent = location === path || location.startsWith(`${path}/`)
  const classes = isNews && count > 0 ? `${styles.link} ${styles.unread}` : styles.link
  return (
    <li>
      <Link href={path} className={classes} aria-current={isCurrent ? 'page' : undefined}>
        <Icon aria-hidden />
        <span className={styles.name}>{children}</span>
        {count > 0 && (
          <>
            <span className={isNews ? `${styles.count} ${styles.mentions}` : styles.count} aria-hidden>
              {count}
            </span>
            <span className="unseen">{said}</span>
          </>
        )}
      </Link>
    </li>
  )
}
