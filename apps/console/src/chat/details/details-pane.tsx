import type { MyChannel } from '@parley/client/index'
import { X } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { channelPath, type DetailsTab, detailsPath, detailsTabs } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { IconButton } from '../../ui/button.tsx'
import pane from '../chat.module.css'
import { About } from './about.tsx'
import styles from './details.module.css'
import { Files } from './files.tsx'
import { Members } from './members.tsx'
import { Pins } from './pins.tsx'
import { detailsTexts } from './texts/index.ts'
import { AssignedTwins } from './twins.tsx'

const screens = { about: About, members: Members, files: Files, pins: Pins, twins: AssignedTwins }

/** What a channel is and holds, beside it. */
export default function DetailsPane({ channel, tab }: { channel: MyChannel; tab: DetailsTab }) {
  const texts = useTexts(detailsTexts)
  const [, navigate] = useLocation()
  const close = () => navigate(channelPath({ channelId: channel.id }))
  const Screen = screens[tab]
  return (
    <section
      className={`${pane.pane} ${styles.pane}`}
      aria-label={texts.details}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        close()
      }}
    >
      <header className={pane.head}>
        <h2 className={pane.name}>{texts.details}</h2>
        <span className={pane['head-actions']}>
          <IconButton icon={X} label={texts.close} onClick={close} />
        </span>
      </header>
      <nav className={styles.tabs} aria-label={texts.details}>
        {detailsTabs.map((each) => (
          <Link key={each} href={detailsPath(channel.id, each)} aria-current={each === tab ? 'page' : undefined}>
            {texts.tabs[each]}
          </Link>
        ))}
      </nav>
      <div className={styles.body}>
        <Screen channel={channel} />
      </div>
    </section>
  )
}
