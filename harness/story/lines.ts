/** Breaks a text between words; what follows the first line is indented. */
export function wrapWords(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines;
}

/** Cuts a text that is longer than `room`, between words if it can, and shows that it did. */
export function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  const kept = text.slice(0, Math.max(0, room - 2));
  const end = text[kept.length] === ' ' ? kept.length : kept.lastIndexOf(' ');
  // A word that is most of the text would leave nothing of it.
  return `${end > kept.length / 2 ? kept.slice(0, end) : kept}..`;
}
