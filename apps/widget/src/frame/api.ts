import { createCalls } from '@parley/client/area-calls'
import type { Output } from '@parley/client/call'
import { widget } from '@parley/client/generated/calls'
import type { DeskMessage, VisitorConversation } from '@parley/client/generated/resources'

export type { DeskMessage, VisitorConversation }
export type WidgetConfig = Output<'getWidgetConfig'>
export type WidgetSession = Output<'startWidgetSession'>
export type DeskState = Output<'getWidgetDesk'>

/** What the gateway has written into the frame's page. */
export interface Page {
  /** Where the API is. */
  origin: string
  key: string
  /** Names the key and the site that the frame is on, for a while. */
  ticket: string
  language: string | undefined
}

export function readPage(): Page {
  const { key = '', ticket = '', language } = document.documentElement.dataset
  return { origin: new URL(location.href).origin, key, ticket, language }
}

/**
 * The calls that anybody with a ticket may make, and those of a visitor.
 *
 * @param token the visitor's, who has one by the time that they call
 */
export function createApi({ origin: baseUrl }: Page, token: () => string) {
  return {
    anyone: createCalls({ widget }, { baseUrl }).widget,
    visitor: createCalls({ widget }, { baseUrl, token }).widget,
  }
}

export type Api = ReturnType<typeof createApi>
