import { Upload } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import styles from './drop-area.module.css'

interface DropAreaProps {
  /** What is to be dropped here. */
  text: string
  /** What its button says, which chooses files without dragging. */
  action: string
  /** As a field for files takes it. */
  accept: string
  isMultiple?: boolean
  onFiles: (files: readonly File[]) => void
}

/** Where files are dropped or chosen. */
export function DropArea({ text, action, accept, isMultiple = false, onFiles }: DropAreaProps) {
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const files = [...event.dataTransfer.files]
    if (files.length > 0) onFiles(isMultiple ? files : files.slice(0, 1))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button does the same without a pointer.
    <div
      className={isOver ? `${styles.drop} ${styles.over}` : styles.drop}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>{text}</p>
      <Button onClick={() => input.current?.click()}>
        <Upload aria-hidden />
        {action}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={isMultiple}
        hidden
        aria-label={action}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
    </div>
  )
}
