import { ParleyError } from '@parley/client/parley-error'
import { useRef, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import type { ChosenFile } from '../../store/drafts.ts'
import { say } from '../../ui/toasts.tsx'
import { chatTexts } from '../texts/index.ts'

/** A file on its way to the server. */
export interface Upload {
  key: string
  name: string
  /** 0 to 1. */
  progress: number
}

/** Uploads files to a channel as they are chosen, each by itself, and says which could not be. */
export function useUploads(channelId: string, onUploaded: (file: ChosenFile) => void) {
  const { parley } = useStore()
  const texts = useTexts(chatTexts)
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const cancels = useRef(new Map<string, AbortController>())

  const change = (key: string, changes: Partial<Upload>) =>
    setUploads((before) => before.map((each) => (each.key === key ? { ...each, ...changes } : each)))
  const remove = (key: string) => setUploads((before) => before.filter((each) => each.key !== key))

  async function upload(file: File): Promise<void> {
    const key = crypto.randomUUID()
    const cancel = new AbortController()
    cancels.current.set(key, cancel)
    setUploads((before) => [...before, { key, name: file.name, progress: 0 }])
    try {
      const { data } = await parley.files.upload(
        { files: [file], conversation_id: channelId },
        {
          signal: cancel.signal,
          onProgress: ({ sentBytes, totalBytes }) => change(key, { progress: totalBytes ? sentBytes / totalBytes : 0 }),
        },
      )
      for (const uploaded of data.files) onUploaded(uploaded)
    } catch (error) {
      if (cancel.signal.aborted) return
      const why = error instanceof ParleyError ? `: ${error.details[0]?.message ?? error.message}` : ''
      say(texts.uploadFailed(file.name) + why)
    } finally {
      cancels.current.delete(key)
      remove(key)
    }
  }

  return {
    uploads,
    add: (files: Iterable<File>) => {
      for (const file of files) void upload(file)
    },
    cancel: (key: string) => cancels.current.get(key)?.abort(),
  }
}
