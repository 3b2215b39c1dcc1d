import type { Attachment } from '@parley/client/index'
import { File } from 'lucide-react'
import { type MouseEvent, useRef } from 'react'
import { useTexts } from '../i18n/language.ts'
import { formatBytes } from '../i18n/numbers.ts'
import styles from './attachments.module.css'
import { useFreshFile } from './fresh-file.ts'
import { uiTexts } from './texts/index.ts'

const thumbnailPixels = 480

interface AttachmentsProps {
  files: readonly Attachment[]
  /** Asks anew for what has the files, since their URLs expire. */
  refresh: () => Promise<readonly Attachment[]>
}

/** The files of a message: pictures as such, others by name and size. */
export function Attachments({ files, refresh }: AttachmentsProps) {
  const open = useFreshFile(refresh)
  const asking = useRef<Promise<unknown>>(undefined)
  /** Once for all pictures that fail together. */
  const askAnew = () => {
    asking.current ??= refresh().finally(() => {
      asking.current = undefined
    })
    // Without an answer the picture stays a broken one, by its name.
    asking.current.catch(() => {})
  }
  return (
    <div className={styles.files}>
      {files.map((file) =>
        file.thumbnail_url ? (
          <Picture key={file.id} file={file} onOpen={(event) => open(event, file.id)} onExpired={askAnew} />
        ) : (
          <OtherFile key={file.id} file={file} onOpen={(event) => open(event, file.id)} />
        ),
      )}
    </div>
  )
}

interface FileProps {
  file: Attachment
  onOpen: (event: MouseEvent<HTMLAnchorElement>) => void
}

function Picture({ file, onOpen, onExpired }: FileProps & { onExpired: () => void }) {
  const { width, height } = shownSize(file)
  /** One that is broken under a fresh URL, too, is not asked for again and again. */
  const hasAsked = useRef(false)
  const onError = () => {
    if (!hasAsked.current) onExpired()
    hasAsked.current = true
  }
  const onLoad = () => {
    hasAsked.current = false
  }
  return (
    <a className={styles.picture} href={file.url} target="_blank" rel="noopener" onClick={onOpen}>
      <img
        src={file.thumbnail_url!}
        alt={file.name}
        width={width}
        height={height}
        loading="lazy"
        onError={onError}
        onLoad={onLoad}
      />
    </a>
  )
}

/** Its place is kept while it is loaded. */
function shownSize({ width, height }: Attachment): { width: number; height: number } {
  if (!width || !height) return { width: thumbnailPixels / 2, height: thumbnailPixels / 2 }
  const scale = Math.min(1, 360 / width, 300 / height)
  return { width: Math.max(Math.round(width * scale), 1), height: Math.max(Math.round(height * scale), 1) }
}

function OtherFile({ file: { name, size, url }, onOpen }: FileProps) {
  const texts = useTexts(uiTexts)
  return (
    <a className={styles.file} href={url} download={name} onClick={onOpen}>
      <File aria-hidden />
      <span className="unseen">{texts.downloadFile(name)}</span>
      <bdi className={styles['file-name']} aria-hidden>
        {name}
      </bdi>
      <span className={styles['file-size']} aria-hidden>
        {formatBytes(size)}
      </span>
    </a>
  )
}
