import type { RemoteMessage } from '../platforms/platform.ts'

/** What an author writes, as a message of its own, to keep what they write out of the bridge, and to take part again. */
export const commands = { out: 'parley: opt out', in: 'parley: opt in' } as const
export type Command = keyof typeof commands

/** What an author reacts with to a message of their own that is to be taken back here. */
export const withdrawal = '🚫'

/** The command that a text is; undefined for any other text. */
export function commandOf(text: string): Command | undefined {
  const plain = text.trim().replaceAll(/\s+/g, ' ').toLowerCase()
  return (['out', 'in'] as const).find((command) => commands[command] === plain)
}

/** Whether its author has taken it back. */
export const isWithdrawn = ({ author, reactions }: RemoteMessage): boolean =>
  reactions.some((reaction) => reaction.emoji === withdrawal && reaction.author.id === author.id)

/** What is answered to a command. */
export const confirmations: Record<Command, string> = {
  out: `From now on, nothing that you write here is passed to Parley, and what was is deleted there. To take part again, write “${commands.in}”.`,
  in: `What you write from now on is passed to Parley again, where a channel is connected. To end it, write “${commands.out}”.`,
}
