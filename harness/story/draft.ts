import type { Told } from './narrator.ts';
import type { Cell, Row } from './rows.ts';

/** The line of a step that goes on. */
export interface Draft {
  readonly atUs: number;
  cell: Cell;
  emits: boolean;
  isAct: boolean;
  isAnswer: boolean;
  isAbout: boolean;
  notes: readonly string[];
  /** Lines that it logged, which are told below its own. */
  readonly logs: Row[];
}

export function beginDraft(atUs: number, cell: Cell): Draft {
  const nothing = { emits: false, isAct: false, isAnswer: false, isAbout: false, notes: [] };
  return { atUs, cell, logs: [], ...nothing };
}

/** Adds what the narrator says of another event of the step. */
export function addTo(draft: Draft, told: Told): void {
  const { server: _, words, short, alike, notes = [], isAct, isAnswer, isAbout, ...arrow } = told;
  const { cell } = draft;
  const isNew = words !== '' && cell.parts.every((part) => part.words !== words);
  const part = {
    words,
    ...(short === undefined ? {} : { short }),
    ...(alike === undefined ? {} : { alike }),
  };
  const parts = isNew ? [...cell.parts, part] : cell.parts;
  // Of several messages that a step answers, the one that says most is drawn.
  const isDrawn = words !== '' || cell.from === undefined;
  draft.cell = { ...cell, ...(isDrawn ? arrow : {}), parts };
  draft.notes = [...draft.notes, ...notes];
  draft.isAct ||= isAct === true;
  draft.isAnswer ||= isAnswer === true;
  draft.isAbout ||= isAbout === true;
}

/** Lines for what follows from a step; the last says why it is wrong, if it is. */
export function noteRows({ atUs, notes, isAct, isAbout }: Draft): Row[] {
  return notes.map((across, at) => ({
    atUs,
    cells: [],
    across,
    plain: true,
    ...(isAct && at === notes.length - 1 ? { isAct } : {}),
    ...(isAbout ? { isAbout } : {}),
  }));
}

/** Whether `cell` happened in the same instant as a row and can stand on its line. */
export function isFree(row: Row, cell: Cell): boolean {
  if (row.across !== undefined || row.lastsUntilUs !== undefined || row.isAct === true)
    return false;
  if (row.isAbout === true || cell.from !== undefined) return false;
  return row.cells.every((each) => each.from === undefined && each.server < cell.server);
}
