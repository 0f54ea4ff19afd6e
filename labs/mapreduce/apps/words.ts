/** The words of a text: runs of letters, in their order. */
export function wordsOf(text: string): string[] {
  return text.match(/[A-Za-z]+/g) ?? [];
}
