import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { useRefresh } from '../parts/asked.ts'

/** A document on its way, or one that was refused. */
export interface DocumentUpload {
  key: string
  name: string
  /** 0 to 1; once it is sent, it is being read. */
  progress: number
  problem?: string
}

/** Uploads documents, each by itself; who is refused stays to be read. `title` makes it a version of that document. */
export function useDocumentUploads(title?: string) {
  const { parley } = useStore()
  const { offline } = useTexts(uiTexts)
  const refresh = useRefresh()
  const [uploads, setUploads] = useState<readonly DocumentUpload[]>([])

  const change = (key: string, changes: Partial<DocumentUpload>) =>
    setUploads((before) => before.map((each) => (each.key === key ? { ...each, ...changes } : each)))
  const remove = (key: string) => setUploads((before) => before.filter((each) => each.key !== key))

  async function upload(file: File): Promise<void> {
    const key = crypto.randomUUID()
    setUploads((before) => [...before, { key, name: file.name, progress: 0 }])
    try {
      await parley.knowledge.upload(
        { file: [file], ...(title !== undefined && { title }) },
        {
          onProgress: ({ sentBytes, totalBytes }) => change(key, { progress: totalBytes ? sentBytes / totalBytes : 0 }),
        },
      )
      remove(key)
      await refresh(['knowledge'])
    } catch (error) {
      if (error instanceof ParleyConnectionError) change(key, { problem: offline })
      else if (error instanceof ParleyError) change(key, { problem: error.details[0]?.message ?? error.message })
      else throw error
    }
  }
  return {
    uploads,
    dismiss: remove,
    add: (files: Iterable<File>) => {
      for (const file of files) void upload(file)
    },
  }
}
