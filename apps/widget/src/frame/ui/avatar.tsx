/** Somebody's picture, or their initial. What it says is said beside it. */
export function Avatar({ name, url }: { name: string; url: string | null }) {
  const [initial = ''] = new Intl.Segmenter().segment(name.trim())[Symbol.iterator]().next().value?.segment ?? ''
  return (
    <span class="avatar" aria-hidden="true">
      {url ? <img src={url} alt="" /> : initial.toUpperCase()}
    </span>
  )
}
