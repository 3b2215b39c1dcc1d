import { useTopic } from '../../shell/workspace-provider.tsx'

/** What somebody is called, as soon as that is known; of who is not in the workspace any more it never is. */
export function PersonName({ id }: { id: string }) {
  const person = useTopic(`person:${id}`, ({ people }) => people.get(id))
  return <bdi>{person?.display_name ?? '–'}</bdi>
}
