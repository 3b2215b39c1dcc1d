import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { isRunning } from '../../store/uploads.ts'
import { keyOf, type Place } from '../../store/windows.ts'
import { say } from '../../ui/toasts.tsx'
import { chatTexts } from '../texts/index.ts'

const maxFiles = 10

/** Uploads files to a place as they are chosen, each by itself; one that fails stays until it is tried again or removed. */
export function useUploads(place: Place) {
  const { uploads, drafts } = useStore()
  const texts = useTexts(chatTexts)
  /** As many of these as a message has room for, and says so where it has not for all. */
  const fitting = <T>(chosen: readonly T[]): readonly T[] => {
    const taken = (drafts.get(place)?.files.length ?? 0) + uploads.in(place).filter(isRunning).length
    const room = Math.max(maxFiles - taken, 0)
    if (chosen.length > room) say(texts.tooManyFiles(maxFiles))
    return chosen.slice(0, room)
  }
  return {
    uploads: useTopic(`uploads:${keyOf(place)}`, (store) => store.uploads.in(place)),
    add: (list: FileList | null) => {
      for (const file of fitting([...(list ?? [])])) uploads.add(place, file)
    },
    retry: (key: string) => {
      for (const each of fitting([key])) uploads.retry(place, each)
    },
    remove: (key: string) => uploads.remove(place, key),
  }
}
