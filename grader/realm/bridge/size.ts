import { finds } from './primordials.ts';

const NOT_ASCII = /[^\0-\x7f]/;

/** Bytes of a text in UTF-8; whoever patches `charCodeAt` miscounts for himself alone. */
export function bytesOf(text: string): number {
  // Most texts are ASCII, which the regular expression sees several times as fast as the loop below.
  if (!finds(NOT_ASCII, text)) return text.length;
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
