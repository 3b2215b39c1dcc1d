import type { WidgetWorkspace } from '@parley/contracts/desk/widget'
import type { DeskWorkspace } from '@parley/contracts/desk/workspace'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What widgets may know of a desk: of its settings nothing that is not for them. */
export function widgetWorkspaceOf({
  name,
  language,
  settings,
}: Pick<DeskWorkspace, 'name' | 'language' | 'settings'>): WidgetWorkspace {
  const { widget, notifications } = settings
  const visitorSound = isObject(notifications) ? notifications.visitorSound : undefined
  return {
    name,
    language,
    settings: {
      widget: (isObject(widget) ? widget : {}) as WidgetWorkspace['settings']['widget'],
      notifications: { visitorSound: visitorSound !== false },
    },
  }
}
