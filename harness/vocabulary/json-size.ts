const NOT_ASCII = /[^\0-\x7f]/;

/** UTF-8 bytes of a text: what every size and byte limit of a run counts. */
export function utf8Bytes(text: string): number {
  // Most texts are ASCII, which the regular expression sees ten times as fast as the loop below.
  if (!NOT_ASCII.test(text)) return text.length;
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // A surrogate pair is two units and four bytes, so each half counts two.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
