// A process of its own: the parsers are native code, and who breaks them by a text must not end the grading of a class.
// It gets submissions as JSON and gives back the pairs that are alike; `check` only finds out whether Dolos is installed.
import { readFileSync } from 'node:fs';
import { Dolos, File } from '@dodona/dolos-lib';

if (process.argv[2] !== 'check') {
  const { texts, template, least, most } = JSON.parse(readFileSync(0, 'utf8'));
  const files = texts.map((text, at) => new File(String(at), text));
  const dolos = new Dolos({ language: 'typescript' });
  const report = await dolos.analyze(files, '', new File('template', template));
  const pairs = [];
  // One by one: all of them at once need gigabytes.
  for (const [at, left] of report.files.entries()) {
    for (const right of report.files.slice(at + 1)) {
      const { similarity, longest, leftFile, rightFile } = report.getPair(left, right);
      const places = [Number(leftFile.path), Number(rightFile.path)].toSorted((a, b) => a - b);
      if (similarity >= least) pairs.push({ places, similarity, longest });
    }
  }
  pairs.sort(
    (a, b) => b.similarity - a.similarity || a.places[0] - b.places[0] || a.places[1] - b.places[1],
  );
  process.stdout.write(JSON.stringify(pairs.slice(0, most)));
}
