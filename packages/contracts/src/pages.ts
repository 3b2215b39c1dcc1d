/** How the pages of a list follow one another: what a client has to know to walk through all of them. */
export interface Pages {
  /** The answer's field with the items. */
  items: string
  /**
   * How the next page is asked for: the query field `query` takes the field `of` of the page's last item. The first entry
   * counts whose `when`, a query field, was given; one without it always does. Lists without cursors go by `offset`.
   */
  cursors?: readonly Cursor[]
  /** Fields of the answer's `meta` that the next request repeats as query fields of the same name. */
  repeats?: readonly string[]
}

export interface Cursor {
  query: string
  of: string
  when?: string
}
