const presentation = /[\uFE0E\uFE0F]/g
/** What is shown as text unless U+FE0F follows; before a skin tone none does. */
const textual = /[\p{Emoji}--\p{Emoji_Presentation}](?!\p{Emoji_Modifier})/gv
/** An emoji of Unicode's list, or a single one that is newer than the list known here. */
const symbol = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic})$/v

/** Whether a text is one emoji, whatever presentation selectors it has. */
export const isEmojiSymbol = (text: string): boolean =>
  symbol.test(text.replaceAll(presentation, '').replaceAll(textual, '$&\uFE0F')) ||
  symbol.test(text.replaceAll(presentation, ''))
