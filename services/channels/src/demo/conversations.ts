/** The people of the demo: a maker of cargo bikes in a port town. */
export const demoPeople = {
  maya: 'Maya Lindqvist',
  tomas: 'Tomás Ferreira',
  aylin: 'Aylin Demir',
  jonas: 'Jonas Weber',
  priya: 'Priya Nair',
  luca: 'Luca Romano',
  hannah: 'Hannah Okafor',
  ben: 'Ben Carter',
} as const

export type DemoPerson = keyof typeof demoPeople

export interface DemoMessage {
  /** `twin`: the built-in twin. */
  by: DemoPerson | 'twin'
  /** How many minutes before the demo is loaded. */
  minutesAgo: number
  text: string
  replies?: readonly Omit<DemoMessage, 'replies' | 'isPinned'>[]
  reactions?: Readonly<Record<string, readonly DemoPerson[]>>
  isPinned?: true
}

export interface DemoChannel {
  name: string
  displayName: string
  description: string
  messages: readonly DemoMessage[]
}

const hours = 60
const days = 24 * hours

export const demoChannels: readonly DemoChannel[] = [
  {
    name: 'launch-week',
    displayName: 'Launch week',
    description: 'The Heron, our first folding cargo bike, goes on sale on Thursday.',
    messages: [
      {
        by: 'maya',
        minutesAgo: 6 * days,
        text: '**The plan for the Heron.** Tuesday: photos are final. Wednesday: the shop page goes up behind a password. Thursday, 10:00: we open orders. Shout here when something slips, not on Wednesday night.',
        reactions: { '👍': ['tomas', 'aylin', 'priya'], '🚲': ['luca', 'ben'] },
        isPinned: true,
      },
      {
        by: 'aylin',
        minutesAgo: 5 * days + 3 * hours,
        text: 'Photos from the quay are in. The one with the two kids and the crate of oranges is my favourite by far.',
        reactions: { '😍': ['maya', 'hannah', 'priya'], '🍊': ['ben'] },
        replies: [
          { by: 'hannah', minutesAgo: 5 * days + 2 * hours, text: 'That has to be the first picture on the page.' },
          {
            by: 'maya',
            minutesAgo: 5 * days + 110,
            text: 'Agreed. Please keep the version without the ferry, it dates the picture.',
            reactions: { '✅': ['aylin'] },
          },
        ],
      },
      {
        by: 'priya',
        minutesAgo: 3 * days + 5 * hours,
        text: 'The shop page passes everything but one thing: with a trailer in the basket, shipping to Norway comes out as 0. I would rather not open like that.',
        replies: [
          {
            by: 'jonas',
            minutesAgo: 3 * days + 4 * hours,
            text: 'Found it. A trailer alone has no weight class. Fix is in review.',
          },
          {
            by: 'priya',
            minutesAgo: 3 * days + 2 * hours,
            text: 'Tested with six baskets and four countries, all good now.',
            reactions: { '🎉': ['jonas', 'maya'] },
          },
        ],
      },
      {
        by: 'tomas',
        minutesAgo: 2 * days + 6 * hours,
        text: 'Stock for Thursday: 40 in fern green, 25 in chalk, 12 in rust. The next batch leaves the paint shop in three weeks.',
        isPinned: true,
      },
      {
        by: 'ben',
        minutesAgo: 2 * days + 5 * hours,
        text: '@lvng what did we decide about the delivery time that we promise?',
        replies: [
          {
            by: 'twin',
            minutesAgo: 2 * days + 5 * hours - 1,
            text: 'Nothing in this channel settles it yet. What is known: 77 bikes are in stock for Thursday, and the next batch leaves the paint shop in three weeks. So orders from stock could ship at once, and any after that in about three weeks.',
            reactions: { '🙏': ['ben'] },
          },
          {
            by: 'maya',
            minutesAgo: 2 * days + 4 * hours,
            text: 'Then let us say "within five working days" while there is stock, and "in four weeks" after that.',
          },
        ],
      },
      {
        by: 'hannah',
        minutesAgo: 20 * hours,
        text: 'Newsletter is written: 4,212 readers, Thursday at 10:05. Subject: "Folds like a map".',
        reactions: { '🗺️': ['aylin', 'luca'], '👏': ['maya'] },
      },
      {
        by: 'maya',
        minutesAgo: 3 * hours,
        text: 'Everything on the list is ticked. Thank you all, go home on time today.',
        reactions: { '❤️': ['aylin', 'tomas', 'jonas', 'priya', 'luca', 'hannah', 'ben'] },
      },
    ],
  },
  {
    name: 'workshop',
    displayName: 'Workshop',
    description: 'Frames, paint, brakes, and who has the torque wrench.',
    messages: [
      {
        by: 'luca',
        minutesAgo: 6 * days + 2 * hours,
        text: 'Reminder: hinge bolts of the Heron take **22 Nm**, not 18 as on the Gull. There is a yellow card on each bench.',
        reactions: { '👀': ['tomas', 'ben'] },
        isPinned: true,
      },
      {
        by: 'tomas',
        minutesAgo: 4 * days + 7 * hours,
        text: 'Three chalk frames came back with dust in the lacquer. I am sanding them again this afternoon.',
        replies: [
          {
            by: 'luca',
            minutesAgo: 4 * days + 6 * hours,
            text: 'Was the second filter in? I changed the first one on Friday only.',
          },
          {
            by: 'tomas',
            minutesAgo: 4 * days + 5 * hours,
            text: 'It was not. It is now, and it is on the morning list.',
          },
        ],
      },
      {
        by: 'ben',
        minutesAgo: 3 * days + hours,
        text: 'Brake test of the first ten:\n\n| bike | wet stop, 80 kg load |\n|---|---|\n| 1–4 | 5.1 m |\n| 5–7 | 5.3 m |\n| 8–10 | 5.0 m |\n\nAll inside of what we promise (5.5 m).',
        reactions: { '💪': ['luca', 'tomas'] },
      },
      {
        by: 'jonas',
        minutesAgo: 26 * hours,
        text: 'The label printer takes orders straight from the shop now: `queue = "workshop-2"`. Paper is in the blue drawer.',
        reactions: { '🖨️': ['ben'] },
      },
      {
        by: 'luca',
        minutesAgo: 5 * hours,
        text: 'Who has the small torque wrench? It is not on its hook and I have nine hinges to go.',
        replies: [{ by: 'ben', minutesAgo: 5 * hours - 4, text: 'Me. Walking over.', reactions: { '🏃': ['luca'] } }],
      },
    ],
  },
  {
    name: 'customers',
    displayName: 'Customers',
    description: 'What people ask and say, and what we learn from it.',
    messages: [
      {
        by: 'hannah',
        minutesAgo: 5 * days + 6 * hours,
        text: 'Asked four times this week: "Does the Heron fit under a train seat?" It does, folded it is 62 × 58 × 30 cm. I have put it into the answers of the website.',
        reactions: { '🚆': ['maya', 'priya'] },
        isPinned: true,
      },
      {
        by: 'priya',
        minutesAgo: 4 * days + 2 * hours,
        text: 'A nursery in Porto would like twelve Gulls with rain covers, and asks for a test week. Tomás, would you call them? You speak the language.',
        replies: [
          {
            by: 'tomas',
            minutesAgo: 4 * days + hours,
            text: 'Called. Two bikes go there on Monday, and they decide by the end of the month.',
            reactions: { '🙌': ['priya', 'maya'] },
          },
        ],
      },
      {
        by: 'aylin',
        minutesAgo: 2 * days + 2 * hours,
        text: 'From a letter, with a drawing: "My daughter calls it the boat. She sings in it." It hangs in the kitchen now.',
        reactions: { '🥹': ['hannah', 'maya', 'luca'], '⛵': ['ben', 'jonas'] },
      },
      {
        by: 'hannah',
        minutesAgo: 9 * hours,
        text: 'Median of our first answers last week: 11 minutes. The slowest were all about invoices, so those get an answer ready to send.',
      },
    ],
  },
]
