import { invalid } from '@parley/kit/errors'

/** What is said of every token that leads into no workspace, whatever it was. */
export const deadInviteToken = () => invalid('token', 'Unknown, used or expired: ask for a new invitation.')
