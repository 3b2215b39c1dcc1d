import { X } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import type { ChosenFile } from '../../store/drafts.ts'
import type { Upload } from '../../store/uploads.ts'
import { IconButton } from '../../ui/button.tsx'
import { chatTexts } from '../texts/index.ts'
import styles from './composer.module.css'

interface ChosenFilesProps {
  files: readonly ChosenFile[]
  uploads: readonly Upload[]
  onRemove: (file: ChosenFile) => void
  onCancel: (key: string) => void
}

/** The files that go with a message, and those on their way to the server. */
export function ChosenFiles({ files, uploads, onRemove, onCancel }: ChosenFilesProps) {
  const texts = useTexts(chatTexts)
  return (
    <div className={styles.files}>
      {files.map((file) => (
        <span key={file.id} className={styles.file}>
          <bdi>{file.name}</bdi>
          <IconButton icon={X} label={texts.removeFile(file.name)} onClick={() => onRemove(file)} />
        </span>
      ))}
      {uploads.map(({ key, name, progress }) => (
        <span key={key} className={styles.file} aria-busy>
          <bdi>{name}</bdi>
          <span>{texts.uploading(Math.round(progress * 100))}</span>
          <IconButton icon={X} label={texts.removeFile(name)} onClick={() => onCancel(key)} />
        </span>
      ))}
    </div>
  )
}
