/** Columns of what is no terminal, such as a pipe or a file, and of a terminal that does not say. */
export const USUAL_WIDTH = 80;
/** On a narrower screen lines run over: no story has room there. */
const WIDTH_MIN = 60;
/** Longer lines are hard to follow with the eye. */
const WIDTH_MAX = 200;

/** What a screen says of itself; `process.stdout` is one. */
interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Columns that reports are made for. */
export function widthOf({ isTTY, columns }: Screen): number {
  // A terminal that does not know its width says 0.
  if (isTTY !== true || columns === undefined || columns === 0) return USUAL_WIDTH;
  return Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, columns));
}

/** The same for the screen of this process. */
export function ownWidth(): number {
  return widthOf(process.stdout);
}

/** What may rewrite the lines of a terminal or colour them, halves of characters, and what turns text around. */
const RISKY = /[^\P{Cc}\t]|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/gu;
const NOT_ASCII = /[^\t\x20-\x7E]/gu;

/** A text of the student's as a terminal can show it: other characters are written as one writes them in a program. */
export function onScreen(text: string, isUnicode = speaksUnicode(process.env)): string {
  return text.replaceAll(isUnicode ? RISKY : NOT_ASCII, escapeOf);
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return String.raw`\x` + digits.padStart(2, '0');
  return code > 0xffff ? String.raw`\u{` + `${digits}}` : String.raw`\u` + digits.padStart(4, '0');
}

/** Whether a terminal takes UTF-8: all do today, but where a locale says otherwise. */
export function speaksUnicode(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(
    (each) => each !== undefined && each !== '',
  );
  return locale === undefined || /utf-?8/i.test(locale);
}
