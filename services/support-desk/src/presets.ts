import { type PresetKind, presetLimits } from '@parley/contracts/desk/presets'
import type { Caller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { Db } from './context.ts'
import { requireDeskAdmin } from './domain/refusals.ts'
import { lockDesk } from './store/desks.ts'
import * as store from './store/presets.ts'

const nouns: Record<PresetKind, string> = { reply: 'canned reply', macro: 'macro', view: 'view' }

/** What routes do with the presets of one kind, each call for one agent. */
export function presetsOfKind<K extends PresetKind>(kind: K) {
  type Input = store.PresetInput<K>
  const noun = nouns[kind]

  const scopeOf = ({ workspaceId, userId }: Caller) => ({ workspaceId, userId, kind })

  /** @throws ServiceError 404 where there is none that the agent has */
  async function getPreset(db: Db, caller: Caller, id: string): Promise<store.Preset<K>> {
    const preset = await store.findPreset(db, scopeOf(caller), id)
    if (!preset) throw new ServiceError('not_found', `No such ${noun}.`)
    return preset
  }

  /** Locks the desk, which every change of a preset does first, and finds one that the agent may change. */
  async function lockPreset(tx: Db, caller: Caller, id: string): Promise<store.Preset<K>> {
    await lockDesk(tx, caller.workspaceId)
    const preset = await getPreset(tx, caller, id)
    if (preset.isShared) requireDeskAdmin(caller)
    return preset
  }

  /** @throws ServiceError 409 where the name is taken, or there is no room for another one */
  async function requireRoom(tx: Db, caller: Caller, preset: Input, id?: string): Promise<void> {
    const { isShared } = preset
    const { count, holder } = await store.countPresets(tx, scopeOf(caller), preset)
    if (holder !== null && holder !== id) throw new ServiceError('conflict', `Another ${noun} has this name.`)
    const most = isShared ? presetLimits.shared : presetLimits.own
    if (id === undefined && count >= most)
      throw new ServiceError(
        'conflict',
        `${isShared ? 'A workspace shares' : 'An agent has'} at most ${most} of this kind.`,
      )
  }

  return {
    get: getPreset,

    list: (db: Db, caller: Caller) => store.listPresets(db, scopeOf(caller)),

    async create(tx: Db, caller: Caller, preset: Input): Promise<store.Preset<K>> {
      if (preset.isShared) requireDeskAdmin(caller)
      await lockDesk(tx, caller.workspaceId)
      await requireRoom(tx, caller, preset)
      return store.insertPreset(tx, scopeOf(caller), preset)
    },

    /** @param changed what the preset is to be, of what it is */
    async change(tx: Db, caller: Caller, id: string, changed: (before: store.Preset<K>) => Input) {
      const before = await lockPreset(tx, caller, id)
      const after = changed(before)
      if (after.isShared) requireDeskAdmin(caller)
      await requireRoom(tx, caller, after, after.isShared === before.isShared ? id : undefined)
      return store.updatePreset(tx, scopeOf(caller), id, after)
    },

    async delete(tx: Db, caller: Caller, id: string): Promise<void> {
      await lockPreset(tx, caller, id)
      await store.deletePreset(tx, scopeOf(caller), id)
    },
  }
}
