export const en = {
  title: 'First steps',
  about: 'Five minutes, and you have seen what there is.',
  done: 'Done',
  hide: 'Hide these steps',
  say: 'Say something',
  sayAbout: 'Everybody who joins the workspace reads General.',
  sayDo: 'Write in General',
  ask: 'Ask a twin',
  askAbout:
    'LVNG answers in a channel it takes part in, when a message mentions @lvng. Without an API key of an engine it quotes what people have written.',
  askDo: 'Bring LVNG into General',
  question: 'what can you do here?',
  invite: 'Invite a colleague',
  inviteAbout: 'They get a mail with a link.',
  inviteDo: 'Invite somebody',
  website: 'Talk to a visitor of a website',
  websiteAbout: 'Create a widget key, and open the demo shop with it: what you write there comes to your desk.',
  websiteDo: 'Create a widget key',
  // The demo is in English.
  demoQuestion: 'what torque do the hinge bolts of the Heron take?',
  demo: 'Look around first',
  demoAbout: 'Load a week of a small company’s channels. It can be removed again, in the settings of the workspace.',
  demoDo: 'Load a demo',
  demoLoaded: 'The demo is loaded.',
  demoTitle: 'Demo data',
  demoThere:
    'The workspace has demo channels. Removing them deletes all that is in them, also what you have written there.',
  demoGone: 'Channels with a week of a small company’s messages, to look at what a workspace in use is like.',
  demoRemove: 'Remove the demo',
  demoRemoved: 'The demo is removed.',
}
export type Texts = typeof en
