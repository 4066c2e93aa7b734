let segmenter: Intl.Segmenter | undefined

/**
 * The words of a text for a search: lower case, forms of one letter folded together, punctuation left out. Text without
 * spaces between its words, such as Chinese, is divided too.
 */
export const wordsOf = (text: string): ReadonlyArray<string> => {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "word" })
  const words: Array<string> = []
  for (const { segment, isWordLike } of segmenter.segment(text.normalize("NFKC").toLowerCase())) {
    if (isWordLike === true) words.push(segment)
  }
  return words
}
