/** Somebody of the workspace who was in a channel of an archive, and is again once it is created here. */
export interface RestoredMember {
  user_id: string
  role: 'admin' | 'member'
}

export type RestoredMembers = RestoredMember[]
