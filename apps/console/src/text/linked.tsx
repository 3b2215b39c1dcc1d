/** Web addresses in a text, without the punctuation that follows them. */
const address = /\bhttps?:\/\/[^\s<>"]+[^\s<>"'.,;:!?)\]}]/gi

/** A text as it was written, whose addresses can be opened: what visitors write and read is no Markdown. */
export function Linked({ text }: { text: string }) {
  const parts = []
  let end = 0
  for (const { 0: url, index } of text.matchAll(address)) {
    parts.push(text.slice(end, index))
    parts.push(
      <a key={index} href={url} target="_blank" rel="noopener noreferrer nofollow">
        {url}
      </a>,
    )
    end = index + url.length
  }
  return <>{[...parts, text.slice(end)]}</>
}
