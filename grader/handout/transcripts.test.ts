import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findLabs } from '../labs/find-labs.ts';
import { withTranscripts } from './transcripts.ts';

const handouts = (await findLabs()).map(({ id }) => `labs/${id}/README.md`);

test.each(['README.md', ...handouts])(
  '%s shows failures as the program prints them; `npm run handouts` writes them',
  async (path) => {
    const page = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    expect(page, 'a page needs at least one transcript').toContain('<!-- transcript: ');
    expect(await withTranscripts(page)).toBe(page);
  },
);

test('a transcript needs a failure', async () => {
  const page =
    '<!-- transcript: raft initial-election 1 vote-not-saved in reference -->\n\n```\n\n```';
  await expect(withTranscripts(page)).rejects.toThrow(
    'vote-not-saved passes seed 1 of initial-election',
  );
});
