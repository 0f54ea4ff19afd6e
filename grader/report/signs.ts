/**
 * Text of somebody else's as it can be shown anywhere. What is no letter becomes a sign: controls, which may colour a
 * terminal or rewrite its lines, halves of characters, and what turns the direction of all text that follows.
 */
export function withSigns(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}
