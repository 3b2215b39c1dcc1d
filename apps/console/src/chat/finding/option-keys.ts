/** Where an arrow leads in a list of options, around its ends; undefined for other keys. */
export function optionStep(key: string, selected: number, count: number): number | undefined {
  if (count === 0) return undefined
  if (key === 'ArrowDown') return (selected + 1) % count
  if (key === 'ArrowUp') return (selected - 1 + count) % count
  return undefined
}
