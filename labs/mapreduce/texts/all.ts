import { alice } from './alice.ts';
import { declaration } from './declaration.ts';
import { genesis } from './genesis.ts';
import { mobyDick } from './moby-dick.ts';
import { prideAndPrejudice } from './pride-and-prejudice.ts';
import { raven } from './raven.ts';
import { sonnets } from './sonnets.ts';
import { twoCities } from './two-cities.ts';

/** The input files of every job, by name: eight passages, all of them in the public domain. */
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
