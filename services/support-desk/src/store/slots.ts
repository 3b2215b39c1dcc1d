/** Counts are kept in so many rows, of which a transaction changes one at random: few of them wait for one another. */
const slots = 16

export const randomSlot = (): number => Math.floor(Math.random() * slots)
