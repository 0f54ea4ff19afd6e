import { bare } from '../primordials.ts';

/** A list of texts that looks up nothing that student code may have patched. */
export class Texts {
  count = 0;
  private readonly texts = bare<Record<number, string>>();

  add(text: string): void {
    this.texts[this.count++] = text;
  }

  at(index: number): string {
    return this.texts[index] ?? '';
  }

  /** All of them, with `between` between two. */
  joined(between: string): string {
    let text = '';
    for (let i = 0; i < this.count; i++) text += (i === 0 ? '' : between) + this.at(i);
    return text;
  }
}
