import { useEffect, useRef, useState } from 'react'
import { useStore } from '../../shell/workspace-provider.tsx'
import { isRefusal, refusalOf } from '../../store/refusal.ts'
import { useErrorText } from '../../ui/error-text.ts'
import { useRefresh } from '../parts/asked.ts'

/** An archive on its way, or one that was refused. */
export interface ArchiveUpload {
  name: string
  sentBytes: number
  totalBytes: number
  problem?: string
}

/** Uploads one archive at a time. It ends when its screen is left, or is cancelled; the import itself goes on by itself. */
export function useArchiveUpload(onStarted: (importId: string) => void) {
  const { parley, workspaceId } = useStore()
  const errorText = useErrorText()
  const refresh = useRefresh()
  const [upload, setUpload] = useState<ArchiveUpload>()
  const cancelling = useRef<AbortController>(undefined)
  useEffect(() => () => cancelling.current?.abort(), [])

  async function start(file: File): Promise<void> {
    const controller = new AbortController()
    cancelling.current = controller
    const { signal } = controller
    const begun = { name: file.name, sentBytes: 0, totalBytes: file.size }
    setUpload(begun)
    try {
      const { data } = await parley.workspaces.startImport(
        { id: workspaceId, archive: [file] },
        { signal, onProgress: (sent) => setUpload({ ...begun, ...sent }) },
      )
      setUpload(undefined)
      await refresh(['imports'])
      onStarted(data.id)
    } catch (error) {
      if (signal.aborted) setUpload(undefined)
      else if (isRefusal(error)) setUpload({ ...begun, problem: errorText(refusalOf(error)) })
      else throw error
    }
  }
  return {
    upload,
    start: (file: File) => void start(file),
    cancel: () => cancelling.current?.abort(),
    dismiss: () => setUpload(undefined),
  }
}
