import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findLabs } from '../run/find-labs.ts';
import { withTables } from './scenario-table.ts';
import { withTranscripts } from './transcripts.ts';

// Brings the tables and transcripts of every page up to date.
for (const lab of await findLabs()) {
  await rewrite(`labs/${lab.id}/README.md`, (handout) => withTables(handout, lab));
}
await rewrite('README.md', (page) => page);

async function rewrite(path: string, withOther: (page: string) => string): Promise<void> {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const page = readFileSync(file, 'utf8');
  writeFileSync(file, await withTranscripts(withOther(page)));
}
