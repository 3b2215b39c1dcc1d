import { Upload, X } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button, IconButton } from '../../ui/button.tsx'
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
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    add(event.dataTransfer.files)
  }
  return (
    <div className={styles.uploads}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button does the same without a pointer. */}
      <div
        className={isOver ? `${styles.drop} ${styles.over}` : styles.drop}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>{title === undefined ? texts.dropHere : texts.dropVersion}</p>
        <Button onClick={() => input.current?.click()}>
          <Upload aria-hidden />
          {texts.chooseFiles}
        </Button>
        <input
          ref={input}
          type="file"
          accept={accepted}
          multiple={title === undefined}
          hidden
          aria-label={texts.chooseFiles}
          onChange={({ currentTarget }) => {
            add([...(currentTarget.files ?? [])])
            currentTarget.value = ''
          }}
        />
      </div>
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
