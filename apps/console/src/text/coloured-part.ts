export interface ColouredPart {
  text: string
  /** What it is in its language: `keyword`, `string`. */
  kind: string | undefined
}

export interface HighlightQuestion {
  code: string
  language: string
}

export interface HighlightAnswer {
  parts: ColouredPart[] | undefined
}
