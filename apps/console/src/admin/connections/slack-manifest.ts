import type { PlatformConnection } from '@parley/client/index'

/**
 * An app of Slack’s as its “From a manifest” takes it.
 *
 * @param eventsUrl where events go; Slack takes no events without it, and a connection has it once it is made
 */
export function slackManifest(
  { scopes, events }: Pick<PlatformConnection, 'scopes' | 'events'>,
  eventsUrl?: string,
): string {
  const manifest = {
    display_information: { name: 'Parley' },
    features: {
      bot_user: { display_name: 'Parley', always_online: true },
      // Where people write to the app alone.
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    },
    oauth_config: { scopes: { bot: scopes } },
    settings: {
      ...(eventsUrl && { event_subscriptions: { request_url: eventsUrl, bot_events: events } }),
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  }
  return JSON.stringify(manifest, null, 2)
}
