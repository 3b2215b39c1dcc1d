/** What is shown: the beginning, a conversation (one without an id is about to begin), or that it was deleted meanwhile. */
export type View = { name: 'home' } | { name: 'conversation'; id: string | undefined } | { name: 'gone' }
