import type { GradedClass } from '../grading/graded-class.ts';

/** Names that fit a line or two of a terminal. */
const NAMES_TOLD = 5;

/** Says on standard error whom a class lacks, because its grading was interrupted. */
export function tellUnfinished({ unfinished }: GradedClass, file: string): void {
  if (unfinished.length === 0) return;
  const more = unfinished.length - NAMES_TOLD;
  const names = unfinished.slice(0, NAMES_TOLD).join(', ') + (more > 0 ? `, and ${more} more` : '');
  const many = unfinished.length === 1 ? '1 submission is' : `${unfinished.length} submissions are`;
  console.error(
    `${file} is not finished: ${many} not graded yet (${names}). The same grade command goes on with them.`,
  );
}
