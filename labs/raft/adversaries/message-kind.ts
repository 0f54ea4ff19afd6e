/** Words longer than this are data. */
const WORD = 24;

/**
 * What sort of message a call is: its method and the form of its arguments, without their numbers and
 * lists. The same method may serve for votes and answers, told apart by a field, a flag or a word.
 */
export function messageKind(method: string, args: string): string {
  return `${method} ${formOf(JSON.parse(args))}`;
}

function formOf(value: unknown, isInside = false): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return formOfText(value, isInside);
  if (Array.isArray(value)) return formOfList(value, isInside);
  if (typeof value !== 'object' || value === null) return '#';
  const fields = Object.entries(value);
  // A table by number or name of server is a list as well.
  if (fields.some(([name]) => /\d/.test(name))) return '[]';
  const letters = fields.map(([, field]) => field).find(isBundle);
  if (letters !== undefined) return formOfList(letters, false);
  return `{${fields.map(([name, field]) => `${name}:${formOf(field, true)}`).join(' ')}}`;
}

/** Whether these are messages that travel together: each says by a word of its own what sort it is of. */
function isBundle(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.length > 0 && value.every(saysItsSort);
}

function saysItsSort(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).some(
    (field) => typeof field === 'string' && field.length <= WORD && /^[^\d{[]+$/.test(field),
  );
}

/** Several messages in one call are of all their sorts; a list inside a message is as long as it may be. */
function formOfList(list: readonly unknown[], isInside: boolean): string {
  if (isInside || list.length === 0) return '[]';
  const isBatch = list.every((each) => typeof each === 'object' && each !== null);
  if (!isBatch) return `[${list.map((each) => formOf(each, true)).join(' ')}]`;
  return [...new Set(list.map((each) => formOf(each)))].toSorted().join(' + ');
}

function formOfText(text: string, isInside: boolean): string {
  if (text.startsWith('{') || (text.startsWith('[') && !isInside)) {
    try {
      return formOf(JSON.parse(text), isInside);
    } catch {
      return '$';
    }
  }
  if (!/\d/.test(text)) return text.length > WORD ? '$' : `"${text}"`;
  // Of a message that is one line of text, the words before its first number.
  return isInside ? '$' : `${/^\D{0,24}/.exec(text)?.[0] ?? ''}$`;
}

/** Whether a reply says no more than that the call has arrived. */
export function isReceipt(reply: string): boolean {
  return ['null', '0', '""', '{}', '[]'].includes(reply);
}
