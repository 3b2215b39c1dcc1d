import type { Attachment } from '@parley/client/index'
import { File } from 'lucide-react'
import { useRef } from 'react'
import { useTexts } from '../i18n/language.ts'
import { formatBytes } from '../i18n/numbers.ts'
import styles from './attachments.module.css'
import { uiTexts } from './texts/index.ts'

const thumbnailPixels = 480

interface AttachmentsProps {
  files: readonly Attachment[]
  /** URLs expire: what has the files is to be asked for anew. */
  onExpired: () => Promise<void>
}

/** The files of a message: pictures as such, others by name and size. */
export function Attachments({ files, onExpired }: AttachmentsProps) {
  const hasAsked = useRef(false)
  const askAnew = () => {
    if (hasAsked.current) return
    hasAsked.current = true
    // Without an answer the picture stays a broken one, by its name.
    onExpired().catch(() => {})
  }
  return (
    <div className={styles.files}>
      {files.map((file) =>
        file.thumbnail_url ? (
          <Picture key={file.id} file={file} onExpired={askAnew} />
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
  const texts = useTexts(uiTexts)
  return (
    <a className={styles.file} href={url} download={name} aria-label={texts.downloadFile(name)}>
      <File aria-hidden />
      <bdi className={styles['file-name']}>{name}</bdi>
      <span className={styles['file-size']}>{formatBytes(size)}</span>
    </a>
  )
}
