import { ParleyError } from '@parley/client/parley-error'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { keyOf, type Place } from '../../store/windows.ts'
import { say } from '../../ui/toasts.tsx'
import { chatTexts } from '../texts/index.ts'

const maxFiles = 10

/** Uploads files to a place as they are chosen, each by itself, and says which could not be. */
export function useUploads(place: Place) {
  const { uploads, drafts } = useStore()
  const texts = useTexts(chatTexts)
  const upload = async (file: File) => {
    try {
      await uploads.add(place, file)
    } catch (error) {
      const why = error instanceof ParleyError ? `: ${error.details[0]?.message ?? error.message}` : ''
      say(texts.uploadFailed(file.name) + why)
    }
  }
  return {
    uploads: useTopic(`uploads:${keyOf(place)}`, (store) => store.uploads.in(place)),
    add: (list: FileList | null) => {
      const chosen = [...(list ?? [])]
      const room = maxFiles - (drafts.get(place)?.files.length ?? 0) - uploads.in(place).length
      if (chosen.length > room) say(texts.tooManyFiles(maxFiles))
      for (const file of chosen.slice(0, Math.max(room, 0))) void upload(file)
    },
    cancel: (key: string) => uploads.cancel(key),
  }
}
