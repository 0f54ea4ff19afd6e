import { drawOperations, type Annotation } from './drawing.ts';
import type { Explanation } from './explain.ts';
import { sayClient, sayValue, wrap } from './words.ts';

/** Columns of a terminal. */
const WIDTH = 80;

/**
 * The explanation as text for a terminal of `width` columns, without colour. `annotations` are drawn
 * where they overlap the operations shown.
 */
export function formatExplanation(
  explanation: Explanation,
  annotations: readonly Annotation[] = [],
  width: number = WIDTH,
): string {
  const paragraph = (text: string, indent: string): string =>
    wrap(text, width - indent.length)
      .map((line) => indent + line)
      .join('\n');
  const { sentence, hint, shown } = explanation;
  const paragraphs = [
    paragraph(titleOf(explanation), ''),
    paragraph(sentence, '  '),
    drawOperations(shown, annotations, width).join('\n'),
    [possibleIn(explanation), countsOf(explanation)]
      .filter((text) => text !== '')
      .map((text) => paragraph(text, '  '))
      .join('\n'),
    hint === undefined ? '' : paragraph(`Often the cause: ${hint}`, '  '),
  ];
  return `${paragraphs.filter((text) => text !== '').join('\n\n')}\n`;
}

function titleOf({ key }: Explanation): string {
  const object = key === '' ? '' : ` on ${sayValue(key)}`;
  return (
    `Not linearizable: there is no way to let each operation${object} happen at one instant ` +
    'between its call and its return.'
  );
}

function possibleIn({ possible, shown }: Explanation): string {
  const trigger = shown.find(({ role }) => role === 'trigger');
  if (trigger === undefined || possible.length === 0) return '';
  const whose = `${sayClient(trigger.operation)}'s ${trigger.call}`;
  return `Possible for ${whose} at that point: ${possible.join(', or ')}.`;
}

function countsOf({ shown, total, key, isComplete }: Explanation): string {
  const object = key === '' ? '' : ` on ${sayValue(key)}`;
  const hidden = total - shown.length;
  const others = hidden === 1 ? 'the other one is' : `the other ${hidden} are`;
  if (!isComplete) {
    return (
      `Shown: ${shown.length} of ${total} operations${object}, those at about the same time. ` +
      'No small group of them was found that contradicts itself.'
    );
  }
  const rest = hidden === 0 ? 'all there are' : `${others} not needed to see it`;
  return `Shown: ${shown.length} of ${total} operations${object}; ${rest}.`;
}
