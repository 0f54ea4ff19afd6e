/** Breaks a text between words; a word that is longer than a line stays whole, and so does a time. */
export function fold(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(/ (?!m?s\b)/)) {
    const line = lines.at(-1) ?? '';
    const room = lines.length === 1 ? width : width - 2;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
