import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findLabs } from '../labs/find-labs.ts';
import { LAB_TABLES, withLabTable } from './lab-table.ts';
import { withTables } from './scenario-table.ts';
import { withTranscripts } from './transcripts.ts';

// Brings the tables and transcripts of every page up to date.
const labs = await findLabs();
for (const lab of labs) {
  await rewrite(`labs/${lab.id}/README.md`, (handout) => withTables(handout, lab));
}
for (const [path, table] of LAB_TABLES) {
  await rewrite(path, (page) => withLabTable(page, labs, table));
}

async function rewrite(path: string, withOther: (page: string) => string): Promise<void> {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const page = readFileSync(file, 'utf8');
  writeFileSync(file, await withTranscripts(withOther(page)));
}
