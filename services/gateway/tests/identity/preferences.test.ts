import { title } from '@parley/contracts/endpoint'
import { login, switchWorkspace } from '@parley/contracts/identity/auth'
import { preferencesUpdated } from '@parley/contracts/identity/events'
import { getPreferences, updatePreferences } from '@parley/contracts/identity/preferences'
import { getServer } from '@parley/contracts/identity/server'
import { createWorkspace } from '@parley/contracts/identity/workspaces'
import { people } from '@parley/testing/people'
import { openSocket } from '@parley/testing/sockets'
import { describe, expect, it } from 'vitest'
import { setScene } from './scene.ts'

const scene = await setScene()
const { ada, bob, eve } = await people(scene)

const defaults = {
  theme: 'system',
  density: 'cosy',
  keyboard_shortcuts: true,
  language: null,
  time_zone: null,
  quiet_hours: null,
  notification_sound: 'chime',
  sidebar: { sort: 'name', show: 'all', sections: [] },
}
const everyDay = [1, 2, 3, 4, 5, 6, 7]
const of = async (who: typeof ada) => (await who.call(getPreferences)).data

describe(title(updatePreferences), () => {
  it('merges what it is given, and null gives the default back', async () => {
    expect(await of(bob)).toEqual(defaults)
    const section = { id: 'mine', name: 'Mine', channel_ids: [], is_collapsed: true }
    await bob.call(updatePreferences, { theme: 'dark', time_zone: 'Europe/Istanbul', sidebar: { sections: [section] } })
    const { data } = await bob.call(updatePreferences, {
      language: 'tr',
      quiet_hours: { starts: '22:30', ends: '07:00' },
      sidebar: { sort: 'recent' },
    })
    const chosen = {
      ...defaults,
      theme: 'dark',
      time_zone: 'Europe/Istanbul',
      language: 'tr',
      quiet_hours: { starts: '22:30', ends: '07:00', days: everyDay },
      sidebar: { sort: 'recent', show: 'all', sections: [section] },
    }
    expect(data).toEqual(chosen)
    await bob.call(updatePreferences, { quiet_hours: { ends: '08:00' }, theme: null, sidebar: { sections: null } })
    expect(await of(bob)).toEqual({
      ...chosen,
      theme: 'system',
      quiet_hours: { starts: '22:30', ends: '08:00', days: everyDay },
      sidebar: { sort: 'recent', show: 'all', sections: [] },
    })
    await bob.call(updatePreferences, { quiet_hours: null, sidebar: null, language: null, time_zone: null })
    expect(await of(bob)).toEqual(defaults)
    expect(await of(ada)).toEqual(defaults)
  })

  it.each([
    [{ theme: 'pink' }, 'theme'],
    [{ density: 'loose' }, 'density'],
    [{ language: 'fr' }, 'language'],
    [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
    [{ time_zone: '+03:00' }, 'time_zone'],
    [{ quiet_hours: { starts: '22:00' } }, 'quiet_hours.ends'],
    [{ quiet_hours: { starts: '24:00', ends: '07:00' } }, 'quiet_hours.starts'],
    [{ sidebar: { sections: [{ id: 'a', name: 'A', channel_ids: ['nothing'] }] } }, 'sidebar.sections.0.channel_ids.0'],
    [{ sidebar: { sections: [{ id: 'a b', name: 'A' }] } }, 'sidebar.sections.0.id'],
    [
      {
        sidebar: {
          sections: [
            { id: 'a', name: 'A' },
            { id: 'a', name: 'B' },
          ],
        },
      },
      'sidebar.sections',
    ],
  ])('refuses %j, naming %s', async (patch, path) => {
    const { status, body } = await eve.client.request('PATCH', '/api/v2/preferences', { body: patch })
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { details: [{ path }] } } })
    expect(await of(eve)).toEqual(defaults)
  })

  it('keeps a sidebar for each workspace, and all else for the person; their sockets receive both', async () => {
    const { data: other } = await ada.call(createWorkspace, { name: 'Other' })
    const there = await ada.call(switchWorkspace, { workspaceId: other.id })
    const [here, elsewhere, bobs] = await Promise.all([ada.socket(), openSocket(scene.url, there.token), bob.socket()])
    await ada.call(updatePreferences, { theme: 'dark', sidebar: { show: 'unread' } })
    const unread = { ...defaults, theme: 'dark', sidebar: { ...defaults.sidebar, show: 'unread' } }
    expect((await here.next(preferencesUpdated)).data).toEqual(unread)
    expect((await elsewhere.next(preferencesUpdated)).data).toEqual({ ...defaults, theme: 'dark' })
    expect((await scene.client(there.token).call(getPreferences)).data).toEqual({ ...defaults, theme: 'dark' })
    await bob.call(updatePreferences, { theme: 'light' })
    await bobs.next(preferencesUpdated)
    expect(bobs.all(preferencesUpdated)).toHaveLength(1)
  })

  it('loses nothing of patches at once', async () => {
    const { token } = await scene.client().call(login, { email: bob.email, password: bob.password })
    await Promise.all([
      bob.call(updatePreferences, { theme: 'dark' }),
      scene.client(token).call(updatePreferences, { language: 'de' }),
      bob.call(updatePreferences, { notification_sound: 'none' }),
      bob.call(updatePreferences, { density: 'compact', keyboard_shortcuts: false }),
      bob.call(updatePreferences, { sidebar: { sort: 'recent' } }),
      bob.call(updatePreferences, { sidebar: { show: 'unread' } }),
    ])
    expect(await of(bob)).toMatchObject({
      theme: 'dark',
      language: 'de',
      notification_sound: 'none',
      density: 'compact',
      keyboard_shortcuts: false,
      sidebar: { sort: 'recent', show: 'unread' },
    })
  })
})

describe(title(getServer), () => {
  it('says what this deployment is and can do, and no secret', async () => {
    const { data } = await bob.call(getServer)
    expect(data).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      public_url: expect.stringMatching(/^http/),
      configured: { mail: false, push: true, engines: [], platforms: [] },
      limits: {
        message_characters: 40_000,
        files_per_message: 10,
        file_bytes: 26_214_400,
        api_keys: 10,
        requests: {},
      },
    })
  })
})
