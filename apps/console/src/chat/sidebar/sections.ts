import type { Preferences } from '@parley/client/index'

export type Section = Preferences['sidebar']['sections'][number]
type Sections = readonly Section[]

/** Sections that everybody has: favourites are kept like one’s own, of the others it is known whether they are folded. */
export const builtIn = ['favourites', 'unread', 'channels', 'direct'] as const
export type BuiltIn = (typeof builtIn)[number]

export const isBuiltIn = (id: string): id is BuiltIn => builtIn.includes(id as BuiltIn)

/** The section that a channel was put in. */
export const sectionOf = (sections: Sections, channelId: string): Section | undefined =>
  sections.find(({ channel_ids }) => channel_ids.includes(channelId))

/** Puts a channel in a section, which is made where there is none; in none where no section is given. */
export function moved(sections: Sections, channelId: string, to: Pick<Section, 'id' | 'name'> | undefined): Section[] {
  const without = sections.map((section) => ({
    ...section,
    channel_ids: section.channel_ids.filter((id) => id !== channelId),
  }))
  return to ? changed(without, to, ({ channel_ids }) => ({ channel_ids: [...channel_ids, channelId] })) : without
}

export const folded = (sections: Sections, section: Pick<Section, 'id' | 'name'>, is_collapsed: boolean): Section[] =>
  changed(sections, section, () => ({ is_collapsed }))

export const renamed = (sections: Sections, id: string, name: string): Section[] =>
  changed(sections, { id, name }, () => ({ name }))

/** Removes a section; its channels are where they were without it. */
export const removed = (sections: Sections, id: string): Section[] => sections.filter((section) => section.id !== id)

function changed(
  sections: Sections,
  { id, name }: Pick<Section, 'id' | 'name'>,
  change: (section: Section) => Partial<Section>,
): Section[] {
  const known = sections.some((section) => section.id === id)
  const all = known ? sections : [...sections, { id, name, channel_ids: [], is_collapsed: false }]
  return all.map((section) => (section.id === id ? { ...section, ...change(section) } : section))
}
