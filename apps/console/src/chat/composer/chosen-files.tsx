import { X } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import type { ChosenFile } from '../../store/drafts.ts'
import type { Upload } from '../../store/uploads.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import { chatTexts } from '../texts/index.ts'
import styles from './composer.module.css'

interface ChosenFilesProps {
  files: readonly ChosenFile[]
  uploads: readonly Upload[]
  onRemove: (file: ChosenFile) => void
  onRetryUpload: (key: string) => void
  onRemoveUpload: (key: string) => void
}

/** The files that go with a message, those on their way to the server, and those that did not get there. */
export function ChosenFiles({ files, uploads, onRemove, onRetryUpload, onRemoveUpload }: ChosenFilesProps) {
  const texts = useTexts(chatTexts)
  const errorText = useErrorText()
  return (
    <div className={styles.files}>
      {files.map((file) => (
        <span key={file.id} className={styles.file}>
          <bdi>{file.name}</bdi>
          <IconButton icon={X} label={texts.removeFile(file.name)} onClick={() => onRemove(file)} />
        </span>
      ))}
      {uploads.map(({ key, file: { name }, progress, refusal }) => {
        const remove = <IconButton icon={X} label={texts.removeFile(name)} onClick={() => onRemoveUpload(key)} />
        return refusal ? (
          <span key={key} className={`${styles.file} ${styles.failed}`} role="alert">
            <bdi>{name}</bdi>
            <span>{texts.notUploaded(errorText(refusal))}</span>
            <Button kind="quiet" aria-label={`${texts.retry}: ${name}`} onClick={() => onRetryUpload(key)}>
              {texts.retry}
            </Button>
            {remove}
          </span>
        ) : (
          <span key={key} className={styles.file} aria-busy>
            <bdi>{name}</bdi>
            <span>{texts.uploading(Math.round(progress * 100))}</span>
            {remove}
          </span>
        )
      })}
    </div>
  )
}
