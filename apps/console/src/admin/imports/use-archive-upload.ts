import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
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
  const { offline } = useTexts(uiTexts)
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
      else if (error instanceof ParleyConnectionError) setUpload({ ...begun, problem: offline })
      else if (error instanceof ParleyError)
        setUpload({ ...begun, problem: error.details[0]?.message ?? error.message })
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
