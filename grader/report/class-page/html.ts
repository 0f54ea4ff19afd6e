import { withSigns } from '../signs.ts';

/** Markup that may stand in a page as it is. Only `html` makes it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = Html | string | number | readonly Value[];

/** Markup with values in it. Every text is escaped; only what `html` has made stays as it is. */
export function html(markup: TemplateStringsArray, ...values: readonly Value[]): Html {
  const pieces = markup.map((each, at) => {
    // Indentation is for whoever reads the code; in hundreds of reports it would be half of the page.
    const plain = each.replaceAll(/\n\s*/g, '\n');
    return plain + (at < values.length ? render(values[at] ?? '') : '');
  });
  return new Html(pieces.join(''));
}

function render(value: Value): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? escape(value) : value.map(render).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of somebody else's, for an element or a quoted attribute. */
export function escape(text: string): string {
  return withSigns(text).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
