/** Characters of a text that are told: enough to know it again. */
const TEXT_MAX = 20;
/** Numbers or words of a list that are told one by one. */
const LIST_MAX = 6;
/** Fields of an object inside that are told one by one. */
const FIELDS_MAX = 3;
/** Fields whose word says what the whole is: it stands alone, and first. */
const WORD_FIELDS = /^(?:kind|type|op|err|error|status|result)$/i;

/**
 * What a message carries, in a few words, whatever a student sends: `OK, version 3`. The word that says what it is
 * stands first; objects inside are told by how much they hold. `json` is its text.
 */
export function tellJson(json: string): string {
  const value: unknown = JSON.parse(json);
  return typeof value === 'object' && value !== null ? tellInside(value) : tellPart(value);
}

/** The same in fewer words: what it is and its first number, `reduce 0`. */
export function tellJsonBriefly(json: string): string {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) return tellPart(value);
  const word = Object.entries(value).find(([name, each]) => WORD_FIELDS.test(name) && isWord(each));
  const number = Object.values(value).find((each) => typeof each === 'number');
  const parts = [word?.[1], number].filter((part) => part !== undefined);
  return parts.length === 0 ? tellJson(json) : parts.join(' ');
}

/** A call in a few words: `fetchShard num 2, shard 7`. */
export function tellCall(method: string, args: string): string {
  const inside = JSON.parse(args) as unknown;
  if (inside === null) return method;
  const told = tellJson(args);
  return told === '' ? method : `${method} ${told}`;
}

function tellInside(value: object): string {
  if (Array.isArray(value)) return tellPart(value);
  const fields = Object.entries(value);
  const words = fields.filter(([name, each]) => WORD_FIELDS.test(name) && isWord(each));
  const others = fields.filter((field) => !words.includes(field));
  return [
    ...words.map(([, word]) => String(word)),
    ...others.map(([name, each]) => `${name} ${tellPart(each)}`),
  ].join(', ');
}

function tellPart(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cutText(value));
  if (Array.isArray(value)) {
    const isShort = value.length <= LIST_MAX && value.every((each) => typeof each !== 'object');
    return isShort ? `[${value.map(tellPart).join(' ')}]` : `[${value.length}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.values(value);
    const isPlain =
      fields.length <= FIELDS_MAX &&
      fields.every((each) => each === null || typeof each !== 'object');
    return `{${isPlain ? tellInside(value) : fields.length}}`;
  }
  return String(value);
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z][\w-]*$/.test(value) && value.length <= TEXT_MAX;
}

function cutText(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 2)}..`;
}
