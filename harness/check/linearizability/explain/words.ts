import type { Json, Operation } from '../../history/operation.ts';

/** `client 8`, or a name as it is. */
export function sayClient({ client }: Operation): string {
  return /^\d+$/.test(client) ? `client ${client}` : client;
}

/** A value as JSON; in the middle of a long one, dots stand for what is left out. */
export function sayValue(value: Json): string {
  return sayName(JSON.stringify(value));
}

/** The same for a value that is JSON already. */
export function sayName(name: string): string {
  return shorten(name, 40);
}

export function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const left = Math.ceil((width - 3) / 2);
  return `${text.slice(0, left)}...${text.slice(text.length - (width - 3 - left))}`;
}

/** A time without needless digits. */
export function sayTime(time: number): string {
  return String(Number(time.toFixed(3)));
}

export function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** `client 8's Get("x")`, given the call. */
export function sayWhose(operation: Operation, call: string): string {
  return `${sayClient(operation)}'s ${call}`;
}

/** Whether `earlier` was over before `later` began; of one client, also where their times touch. */
export function precedes(earlier: Operation, later: Operation): boolean {
  const { returnTime, end } = earlier;
  if (end === 'unknown' || returnTime === null) return false;
  if (returnTime !== later.callTime || earlier.client !== later.client) {
    return returnTime < later.callTime;
  }
  const isMutual = later.returnTime === earlier.callTime;
  return !isMutual || (earlier.line ?? 0) < (later.line ?? 0);
}

/** Lines of at most `width` characters, broken at spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
