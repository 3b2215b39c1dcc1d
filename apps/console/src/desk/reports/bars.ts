const maxBarWidth = 48

/** How wide the bars of one day are together: of one day alone, no block as wide as the chart. */
export const barsWidth = (room: number, count: number): number => Math.min(room, maxBarWidth * count)
