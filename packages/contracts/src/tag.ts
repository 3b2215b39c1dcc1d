/** A part of the API as its documentation presents it. */
export interface Tag {
  name: string
  description: string
}
