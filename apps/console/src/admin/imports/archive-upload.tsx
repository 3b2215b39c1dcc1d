import { X } from 'lucide-react'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { formatBytes } from '../../i18n/numbers.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { DropArea } from '../parts/drop-area.tsx'
import styles from './imports.module.css'
import { importsTexts } from './texts/index.ts'
import { useArchiveUpload } from './use-archive-upload.ts'

/** Where an archive is dropped; its import is shown as soon as it has begun. */
export function ArchiveUpload() {
  const texts = useTexts(importsTexts)
  const { cancel: cancelText } = useTexts(uiTexts)
  const [, navigate] = useLocation()
  const { upload, start, cancel, dismiss } = useArchiveUpload((id) => navigate(`/${id}`))
  if (upload === undefined || upload.problem !== undefined)
    return (
      <>
        <DropArea
          text={texts.dropHere}
          action={texts.chooseFile}
          accept=".zip,.jsonl,application/zip"
          onFiles={([file]) => file && start(file)}
        />
        {upload && (
          <div className={styles.upload} role="alert">
            <span className={styles.problem}>
              <bdi>{upload.name}</bdi>: {upload.problem}
            </span>
            <IconButton icon={X} label={texts.dismiss} onClick={dismiss} />
          </div>
        )}
      </>
    )
  const { name, sentBytes, totalBytes } = upload
  const isSent = sentBytes >= totalBytes
  return (
    <div className={styles.upload}>
      <div className={styles.sending}>
        <bdi>{name}</bdi>
        <progress aria-label={texts.uploading(name)} value={isSent ? undefined : sentBytes} max={totalBytes} />
        <span className={styles.sent} role="status">
          {isSent ? texts.examining : texts.sentOf(formatBytes(sentBytes), formatBytes(totalBytes))}
        </span>
      </div>
      <Button onClick={cancel}>{cancelText}</Button>
    </div>
  )
}
