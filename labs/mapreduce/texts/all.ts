import { alice } from './alice.ts';
import { declaration } from './declaration.ts';
import { genesis } from './genesis.ts';
import { mobyDick } from './moby-dick.ts';
import { prideAndPrejudice } from './pride-and-prejudice.ts';
import { raven } from './raven.ts';
import { sonnets } from './sonnets.ts';
import { program, receipt, tenses, verbs } from './odd.ts';
import { twoCities } from './two-cities.ts';

/** The input files of most jobs, by name: eight passages, all of them in the public domain. */
export const TEXTS: Readonly<Record<string, string>> = {
  'alice.txt': alice,
  'declaration.txt': declaration,
  'genesis.txt': genesis,
  'moby-dick.txt': mobyDick,
  'pride-and-prejudice.txt': prideAndPrejudice,
  'raven.txt': raven,
  'sonnets.txt': sonnets,
  'two-cities.txt': twoCities,
};

/** Thirteen files, whose words are not all words: tasks and keys have numbers of two digits, and odd names. */
export const ODD_TEXTS: Readonly<Record<string, string>> = {
  ...TEXTS,
  'program.txt': program,
  'receipt.txt': receipt,
  'verbs.txt': verbs,
  'tenses.txt': tenses,
  'empty.txt': '',
};
