import { useEffect, useState } from 'preact/hooks'
import type { DeskMessage } from '../api.ts'
import { useLanguage, useTexts } from './context.ts'
import { Icon } from './icons.tsx'

type Attachment = DeskMessage['attachments'][number]

const longestSide = 240

/** The size at which a picture is shown, known before it has loaded, so that nothing moves when it does. */
function shownSize(width: number, height: number) {
  const scale = Math.min(1, longestSide / Math.max(width, height))
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}

export const Attachments = ({ attachments }: { attachments: readonly Attachment[] }) =>
  attachments.map((file) =>
    file.thumbnail_url && file.width && file.height ? (
      <a key={file.id} class="picture" href={file.url} target="_blank" rel="noopener noreferrer">
        <img src={file.thumbnail_url} alt={file.name} {...shownSize(file.width, file.height)} />
      </a>
    ) : (
      <a key={file.id} class="file" href={file.url} target="_blank" rel="noopener noreferrer" download={file.name}>
        <FileName name={file.name} size={file.size} />
      </a>
    ),
  )

/** Files of the message that is being written. */
export function ChosenFiles({ files, onRemove }: { files: readonly File[]; onRemove: (file: File) => void }) {
  const texts = useTexts()
  return (
    <ul class="chosen">
      {files.map((file) => (
        <li key={file} class={isPicture(file) ? 'picture' : 'file'}>
          {isPicture(file) ? <Preview file={file} /> : <FileName name={file.name} size={file.size} />}
          <button
            type="button"
            class="round remove"
            aria-label={texts.remove(file.name)}
            onClick={() => onRemove(file)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Files on their way. */
export const PendingFiles = ({ files }: { files: readonly File[] }) =>
  files.map((file) =>
    isPicture(file) ? (
      <span key={file} class="picture">
        <Preview file={file} />
      </span>
    ) : (
      <span key={file} class="file">
        <FileName name={file.name} size={file.size} />
      </span>
    ),
  )

function FileName({ name, size }: { name: string; size: number }) {
  const language = useLanguage()
  return (
    <>
      <Icon name="file" />
      <bdi class="file-name">{name}</bdi>
      <span class="file-size">{formatBytes(size, language)}</span>
    </>
  )
}

const isPicture = ({ type }: File): boolean => /^image\/(?:png|jpeg|webp|gif)$/.test(type)

/** A picture that is not sent yet. */
function Preview({ file }: { file: File }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url ? <img src={url} alt={file.name} /> : null
}

/** At least a tenth of a kilobyte: nothing is of none. */
function formatBytes(size: number, language: string): string {
  const bytes = Math.max(size, 100)
  const [unit, divisor] = bytes < 1_000_000 ? (['kilobyte', 1_000] as const) : (['megabyte', 1_000_000] as const)
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(bytes / divisor)
}
