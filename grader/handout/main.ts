import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findLabs } from '../run/find-labs.ts';
import { withTables } from './scenario-table.ts';

// Brings the tables of every handout up to date.
for (const lab of await findLabs()) {
  const file = fileURLToPath(new URL(`../../labs/${lab.id}/README.md`, import.meta.url));
  const handout = readFileSync(file, 'utf8');
  writeFileSync(file, withTables(handout, lab));
}
