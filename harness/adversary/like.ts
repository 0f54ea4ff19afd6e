/** What one field must be: this value, one of these, or one of which this is true. */
type LikeField<T> = T | readonly T[] | ((value: T) => boolean);

/** What something must be like: its fields, those that are named, or a test of the whole. */
export type Like<T> =
  { readonly [Key in keyof T]?: LikeField<T[Key]> } | ((candidate: T) => boolean);

/** The test that `like` stands for. */
export function isLike<T extends object>(like: Like<T>): (candidate: T) => boolean {
  if (typeof like === 'function') return like;
  const tests = Object.entries(like).map(
    ([key, wanted]) => [key as keyof T, isLikeField(wanted)] as const,
  );
  return (candidate) => tests.every(([key, test]) => test(candidate[key]));
}

function isLikeField(wanted: unknown): (value: unknown) => boolean {
  if (typeof wanted === 'function') return wanted as (value: unknown) => boolean;
  if (Array.isArray(wanted)) return (value) => wanted.includes(value);
  return (value) => value === wanted;
}
