/** The support desk. */
export default function Desk(_: { isOwner: boolean }) {
  return null
}
