import {
  adding,
  addingAll,
  assigning,
  type Cases,
  channel,
  dmOfAdaAndBob,
  inTheWorkspace,
  inviting,
  newAddress,
  nothing,
  ownTwin,
  privateChannel,
  publicChannel,
  removing,
  settingRole,
  thing,
  unassigning,
} from './inputs.ts'

export const expectations = `
| endpoint             | about                          | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| -------------------- | ------------------------------ | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| listChannels         | the workspace                  | 404     | 404       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| createChannel        | a new one                      | 404     | 404       | 201      | 201          | 403   | 403         | 201    | 201   | 201 |
| createChannel        | under a private channel        | 404     | 404       | 404      | 404          | 403   | 403         | 201    | 201   | 201 |
| createChannel        | a dm with someone foreign      | 404     | 404       | 404      | 404          | 403   | 403         | 404    | 404   | 404 |
| getChannel           | a private channel              | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| getChannel           | a public channel               | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| joinChannel          | a private channel              | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| joinChannel          | a public channel               | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| leaveChannel         | a private channel              | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| leaveChannel         | a public channel               | 404     | 404       | 409      | 409          | 404   | 200         | 200    | 200   | 200 |
| listChannelMembers   | a private channel              | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| listChannelMembers   | a public channel               | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| addChannelMember     | a colleague, private channel   | 404     | 404       | 404      | 404          | 403   | 403         | 201    | 201   | 201 |
| addChannelMember     | a colleague, public channel    | 404     | 404       | 403      | 403          | 403   | 403         | 201    | 201   | 201 |
| addChannelMember     | oneself, private channel       | 404     | 404       | 404      | 404          | 403   | 403         | 201    | 201   | 201 |
| addChannelMember     | someone foreign                | 404     | 404       | 403      | 403          | 403   | 403         | 404    | 404   | 404 |
| removeChannelMember  | a colleague, private channel   | 404     | 404       | 404      | 404          | 404   | 403         | 403    | 200   | 403 |
| removeChannelMember  | a colleague, public channel    | 404     | 404       | 403      | 200          | 404   | 403         | 403    | 200   | 403 |
| removeChannelMember  | someone foreign                | 404     | 404       | 403      | 404          | 404   | 403         | 403    | 404   | 403 |
| getDemo              | the workspace                  | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| loadDemo             | the workspace                  | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| removeDemo           | the workspace                  | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateChannel        | a private channel              | 404     | 404       | 404      | 404          | 404   | 403         | 403    | 200   | 403 |
| updateChannel        | a public channel               | 404     | 404       | 403      | 200          | 404   | 403         | 403    | 200   | 403 |
| deleteChannel        | a private channel              | 404     | 404       | 404      | 404          | 404   | 403         | 403    | 200   | 403 |
| deleteChannel        | a public channel               | 404     | 404       | 403      | 200          | 404   | 403         | 403    | 200   | 403 |
| updateChannelMember  | a colleague, private channel   | 404     | 404       | 404      | 404          | 404   | 403         | 403    | 200   | 403 |
| updateChannelMember  | a colleague, public channel    | 404     | 404       | 403      | 200          | 404   | 403         | 403    | 200   | 403 |
| updateChannelMember  | someone foreign                | 404     | 404       | 403      | 404          | 404   | 403         | 403    | 404   | 403 |
| addChannelMembers    | a colleague, private channel   | 404     | 404       | 404      | 404          | 403   | 403         | 201    | 201   | 201 |
| addChannelMembers    | a colleague, public channel    | 404     | 404       | 403      | 403          | 403   | 403         | 201    | 201   | 201 |
| addChannelMembers    | someone foreign                | 404     | 404       | 403      | 403          | 403   | 403         | 201    | 201   | 201 |
| inviteToChannel      | a new address, private channel | 404     | 404       | 404      | 404          | 403   | 403         | 200    | 200   | 200 |
| inviteToChannel      | a new address, public channel  | 404     | 404       | 403      | 403          | 403   | 403         | 200    | 200   | 200 |
| inviteToChannel      | a colleague, private channel   | 404     | 404       | 404      | 404          | 403   | 403         | 200    | 200   | 200 |
| setNotificationLevel | a private channel              | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| setNotificationLevel | a public channel               | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| setChannelHidden     | a private channel              | 404     | 404       | 404      | 404          | 404   | 409         | 409    | 409   | 409 |
| setChannelHidden     | a public channel               | 404     | 404       | 404      | 404          | 404   | 409         | 409    | 409   | 409 |
| setChannelHidden     | Ada's and Bob's dm             | 404     | 404       | 404      | 404          | 404   | 404         | 200    | 404   | 200 |
| listChannelTwins     | a private channel              | 404     | 404       | 404      | 404          | 404   | 200         | 200    | 200   | 200 |
| listChannelTwins     | a public channel               | 404     | 404       | 200      | 200          | 404   | 200         | 200    | 200   | 200 |
| assignTwin           | a private channel              | 404     | 404       | 404      | 404          | 403   | 403         | 403    | 201   | 403 |
| assignTwin           | a public channel               | 404     | 404       | 403      | 201          | 403   | 403         | 403    | 201   | 403 |
| assignTwin           | a foreign twin                 | 404     | 404       | 403      | 404          | 403   | 403         | 403    | 404   | 403 |
| removeTwin           | a private channel              | 404     | 404       | 404      | 404          | 403   | 403         | 403    | 200   | 403 |
| removeTwin           | a public channel               | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
`

export const cases: Cases = {
  listChannels: { 'the workspace': inTheWorkspace },
  createChannel: {
    'a new one': channel('workspace_id', () => ({})),
    'under a private channel': channel('parent_channel_id', ({ secret }) => ({ parent_channel_id: secret })),
    'a dm with someone foreign': {
      ...channel('member_ids', ({ eve }) => ({ channel_type: 'dm', member_ids: [eve.userId] })),
    },
  },
  getChannel: { 'a private channel': privateChannel, 'a public channel': publicChannel },
  joinChannel: { 'a private channel': privateChannel, 'a public channel': thing((world) => world.newOpen()) },
  leaveChannel: {
    'a private channel': thing((world) => world.newSecret()),
    'a public channel': thing((world) => world.newOpen()),
  },
  listChannelMembers: { 'a private channel': privateChannel, 'a public channel': publicChannel },
  addChannelMember: {
    'a colleague, private channel': adding('newSecret', ({ nora }) => nora),
    'a colleague, public channel': adding('newOpen', ({ nora }) => nora),
    'oneself, private channel': adding('newSecret', (_, caller) => caller),
    'someone foreign': { ...adding('newOpen', ({ eve }) => eve), about: 'user_id' },
  },
  removeChannelMember: {
    'a colleague, private channel': removing('newSecret', ({ pat }) => pat),
    'a colleague, public channel': removing('newOpen', ({ pat }) => pat),
    'someone foreign': { ...removing('newOpen', ({ eve }) => eve), about: 'userId' },
  },
  getDemo: { 'the workspace': nothing },
  loadDemo: { 'the workspace': nothing },
  removeDemo: { 'the workspace': nothing },
  updateChannel: {
    'a private channel': thing((world) => world.newSecret(), { topic: 'changed' }),
    'a public channel': thing((world) => world.newOpen(), { topic: 'changed' }),
  },
  deleteChannel: {
    'a private channel': thing((world) => world.newSecret()),
    'a public channel': thing((world) => world.newOpen()),
  },
  updateChannelMember: {
    'a colleague, private channel': settingRole('newSecret', ({ pat }) => pat),
    'a colleague, public channel': settingRole('newOpen', ({ pat }) => pat),
    'someone foreign': { ...settingRole('newOpen', ({ eve }) => eve), about: 'userId' },
  },
  addChannelMembers: {
    'a colleague, private channel': addingAll('newSecret', ({ nora }) => nora),
    'a colleague, public channel': addingAll('newOpen', ({ nora }) => nora),
    'someone foreign': addingAll('newOpen', ({ eve }) => eve),
  },
  inviteToChannel: {
    'a new address, private channel': inviting('newSecret', newAddress),
    'a new address, public channel': inviting('newOpen', newAddress),
    'a colleague, private channel': inviting('newSecret', ({ nora }) => nora.email),
  },
  setNotificationLevel: {
    'a private channel': thing(({ secret }) => secret, { level: 'all' }),
    'a public channel': thing(({ open }) => open, { level: 'all' }),
  },
  setChannelHidden: {
    'a private channel': thing(({ secret }) => secret, { hidden: true }),
    'a public channel': thing(({ open }) => open, { hidden: true }),
    "Ada's and Bob's dm": thing(dmOfAdaAndBob, { hidden: true }),
  },
  listChannelTwins: { 'a private channel': privateChannel, 'a public channel': publicChannel },
  assignTwin: {
    'a private channel': assigning('newSecret', ownTwin),
    'a public channel': assigning('newOpen', ownTwin),
    'a foreign twin': {
      ...assigning('newOpen', (world) => world.newTwin(world.eve.workspaceId)),
      about: 'ai_twin_id',
    },
  },
  removeTwin: { 'a private channel': unassigning('newSecret'), 'a public channel': unassigning('newOpen') },
}
