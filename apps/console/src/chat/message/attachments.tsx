import type { Attachment } from '@parley/client/index'
import { File } from 'lucide-react'
import { useRef } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { formatBytes } from '../../i18n/numbers.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { chatTexts } from '../texts/index.ts'
import styles from './message.module.css'

const thumbnailPixels = 480

/** The files of a message: pictures as such, others by name and size. */
export function Attachments({ messageId, files }: { messageId: string; files: readonly Attachment[] }) {
  const { parley, messages } = useStore()
  const hasAsked = useRef(false)
  /** URLs expire: the message has fresh ones. */
  const askAnew = async () => {
    if (hasAsked.current) return
    hasAsked.current = true
    const { data } = await parley.messages.get({ id: messageId })
    messages.put(data)
  }
  return (
    <div className={styles.files}>
      {files.map((file) =>
        file.thumbnail_url ? (
          <Picture key={file.id} file={file} onExpired={() => void askAnew().catch(() => {})} />
        ) : (
          <OtherFile key={file.id} file={file} />
        ),
      )}
    </div>
  )
}

function Picture({ file, onExpired }: { file: Attachment; onExpired: () => void }) {
  const { width, height } = shownSize(file)
  return (
    <a className={styles.picture} href={file.url} target="_blank" rel="noopener">
      <img src={file.thumbnail_url!} alt={file.name} width={width} height={height} loading="lazy" onError={onExpired} />
    </a>
  )
}

/** Its place is kept while it is loaded. */
function shownSize({ width, height }: Attachment): { width: number; height: number } {
  if (!width || !height) return { width: thumbnailPixels / 2, height: thumbnailPixels / 2 }
  const scale = Math.min(1, 360 / width, 300 / height)
  return { width: Math.max(Math.round(width * scale), 1), height: Math.max(Math.round(height * scale), 1) }
}

function OtherFile({ file: { name, size, url } }: { file: Attachment }) {
  const texts = useTexts(chatTexts)
  return (
    <a className={styles.file} href={url} download={name} aria-label={texts.downloadFile(name)}>
      <File aria-hidden />
      <bdi className={styles['file-name']}>{name}</bdi>
      <span className={styles['file-size']}>{formatBytes(size)}</span>
    </a>
  )
}
