/** What is shown: the beginning, or a conversation; one without an id is about to begin. */
export type View = { name: 'home' } | { name: 'conversation'; id: string | undefined }
