/** What of a document is read at most; beyond it is refused, apart from `maxChars`, where its text is cut. */
export const limits = {
  maxBytes: 25 * 1024 * 1024,
  maxChars: 5_000_000,

  /** Of a ZIP archive, such as each Office file is: its entries, and what they unpack to, declared or real. */
  maxEntries: 10_000,
  maxUnpackedBytes: 400 * 1024 * 1024,
  /** How many times larger than packed a large part may be; text and tables stay below 100. */
  maxRatio: 200,
  ratioFromBytes: 8 * 1024 * 1024,
  /** XML of a Word document, of which a tree is built in memory. */
  maxTreeBytes: 48 * 1024 * 1024,

  /** Of XML and HTML: how deeply elements are nested; of HTML, how many there are. */
  maxDepth: 256,
  maxElements: 1_000_000,

  maxPages: 10_000,
  maxSlides: 2_000,
  maxSheets: 500,
  maxSharedChars: 50_000_000,

  /** Of tables: columns of a row, characters of a cell, and of a line in CSV. */
  maxColumns: 4_096,
  maxCellChars: 100_000,
  maxLineChars: 1_000_000,
} as const
