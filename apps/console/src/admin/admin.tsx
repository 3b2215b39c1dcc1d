import type { SignedInState } from '../session/session.ts'

/** What owners and admins run the workspace with. */
export default function Admin(_: { workspace: NonNullable<SignedInState['workspace']>; me: SignedInState['me'] }) {
  return null
}
