import { useState } from 'react'
import { useStore } from '../../shell/workspace-provider.tsx'
import { isRefusal, refusalOf } from '../../store/refusal.ts'
import { useErrorText } from '../../ui/error-text.ts'
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
  const errorText = useErrorText()
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
      if (!isRefusal(error)) throw error
      change(key, { problem: errorText(refusalOf(error)) })
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
