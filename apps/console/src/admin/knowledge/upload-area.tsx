import { X } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { IconButton } from '../../ui/button.tsx'
import { DropArea } from '../parts/drop-area.tsx'
import styles from './knowledge.module.css'
import { knowledgeTexts } from './texts/index.ts'
import { type DocumentUpload, useDocumentUploads } from './uploads.ts'

const accepted = '.txt,.md,.markdown,.csv,.html,.htm,.pdf,.docx,.xlsx,.pptx,text/*'

interface UploadAreaProps {
  /** The document of which a new version is uploaded. */
  title?: string
}

/** Where documents are dropped or chosen, and how far they are. */
export function UploadArea({ title }: UploadAreaProps) {
  const texts = useTexts(knowledgeTexts)
  const { uploads, add, dismiss } = useDocumentUploads(title)
  return (
    <div className={styles.uploads}>
      <DropArea
        text={title === undefined ? texts.dropHere : texts.dropVersion}
        action={texts.chooseFiles}
        accept={accepted}
        isMultiple={title === undefined}
        onFiles={add}
      />
      {uploads.map((upload) => (
        <UploadLine key={upload.key} upload={upload} onDismiss={() => dismiss(upload.key)} />
      ))}
    </div>
  )
}

function UploadLine({
  upload: { name, progress, problem },
  onDismiss,
}: {
  upload: DocumentUpload
  onDismiss: () => void
}) {
  const texts = useTexts(knowledgeTexts)
  if (problem !== undefined)
    return (
      <div className={styles.upload} role="alert">
        <span className={styles.problem}>
          <bdi>{name}</bdi>: {problem}
        </span>
        <IconButton icon={X} label={texts.dismiss(name)} onClick={onDismiss} />
      </div>
    )
  return (
    <div className={styles.upload}>
      <bdi>{name}</bdi>
      {progress < 1 ? <progress aria-label={name} value={progress} /> : <span role="status">{texts.reading}</span>}
    </div>
  )
}
