/** How a platform changes the parts of a message. */
interface PartChanges<Part> {
  /** Notes that one more is on its way, before it is sent. */
  begin(): Promise<void>
  /** Sends one more. @returns its id */
  add(part: Part, index: number): Promise<string>
  change(id: string, part: Part): Promise<void>
  remove(ids: readonly string[]): Promise<void>
  /** Keeps the ids of all parts, once there is one more. */
  note(ids: readonly string[]): Promise<void>
}

/** Changes a message that is there in several parts: its text may need more of them from now on, or fewer. @returns their ids */
export async function editParts<Part>(
  ids: readonly string[],
  parts: readonly Part[],
  { begin, add, change, remove, note }: PartChanges<Part>,
): Promise<string[]> {
  const now: string[] = []
  for (const [index, part] of parts.entries()) {
    const id = ids[index]
    if (id === undefined) await begin()
    else await change(id, part)
    now.push(id ?? (await add(part, index)))
    if (id === undefined) await note(now)
  }
  await remove(ids.slice(parts.length))
  return now
}
