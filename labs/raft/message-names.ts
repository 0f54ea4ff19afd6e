/** What the students' own messages and disks hold is read where it has the usual shape, else left out. */
type Fields = Readonly<Record<string, unknown>>;

/** Sorts of one call that are named; of more, an ellipsis tells. */
const SORTS_MAX = 2;
/** Beside the one part that a message consists of, such as its sender and its term. */
const HEAD_MAX = 2;
/** Longer words are data. */
const WORD_MAX = 16;

export const isVote = (method: string): boolean => /vote/i.test(method);

/**
 * Names for a call, the longest first: its method, with its term and the number of its entries if it has
 * such. A method that serves for everything is named with the sorts of what it carries.
 */
export function namesOf(method: string, args: string): string[] {
  const fields = fieldsIn(args);
  const term = numberIn(fields, /^term$/i);
  const brief = isVote(method) ? 'vote?' : method.replace(/(?<=[a-z])(?=[A-Z]).*/, '');
  const list = Object.entries(fields).find(([name]) => /^entr/i.test(name))?.[1];
  const sorts = list === undefined ? sortsOf(fields) : '';
  if (sorts !== '') return [`${method}: ${sorts}`, sorts, method];
  if (term === undefined) return [method, brief];
  const count = Array.isArray(list) ? list.length : 0;
  const entries = count === 0 ? '' : `, ${count} ${count === 1 ? 'entry' : 'entries'}`;
  const long = `${method}, term ${term}`;
  return [`${long}${entries}`, long, `${method} t${term}`, method, `${brief} t${term}`, brief];
}

/** `vote t3`, or `append + ack t3`: what messages say of themselves; empty if they say nothing. */
function sortsOf(fields: Fields): string {
  const own = sortOf(fields);
  const letters = Object.values(fields).find(isList)?.map(fieldsOfAny) ?? [];
  const sorts = [...new Set(own === undefined ? letters.map(sortOf) : [own])];
  const said = sorts.filter((sort) => sort !== undefined);
  if (said.length === 0 || said.length < sorts.length) return '';
  const more = said.length > SORTS_MAX ? ' ...' : '';
  const terms = [fields, ...letters].map((each) => numberIn(each, /^term$/i));
  const term = terms.find((each) => each !== undefined);
  const inTerm = term === undefined ? '' : ` t${term}`;
  return `${said.slice(0, SORTS_MAX).join(' + ')}${more}${inTerm}`;
}

/** A message's own word for what it is, or the name of the one part that it consists of. */
function sortOf(fields: Fields): string | undefined {
  const word = Object.values(fields).find(isWord);
  if (word !== undefined) return word;
  const parts = Object.entries(fields).filter(([, value]) => isPart(value));
  return parts.length === 1 && Object.keys(fields).length <= HEAD_MAX + 1
    ? parts[0]?.[0]
    : undefined;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const isPart = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isWord(value: unknown): value is string {
  return typeof value === 'string' && value.length <= WORD_MAX && /^[a-z][a-z_ -]+$/i.test(value);
}

export function numberIn(fields: Fields, name: RegExp): number | undefined {
  const value = Object.entries(fields).find(([key]) => name.test(key))?.[1];
  return typeof value === 'number' ? value : undefined;
}

/** A command in a few letters; the padding of a large one is cut short. */
export function inShort(command: unknown): string {
  return JSON.stringify(command)
    .replace(/\.{3,}/, '...')
    .slice(0, 12);
}

export function fieldsIn(text: string): Fields {
  return fieldsOfAny(JSON.parse(text));
}

function fieldsOfAny(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
