import { expect, test } from 'vitest';
import type { GradedClass } from '../grading/graded-class.ts';
import type { Sandbox } from '../realm/child/sandbox.ts';
import { gradeOf } from './grade.ts';
import { gradesCsv } from './grade-table.ts';
import { CLASS } from './graded-class.fixture.ts';
import { gradescopeResults } from './gradescope.ts';
import { junitXml } from './junit.ts';
import { notesOf } from './submission-notes.ts';
import { studentMarkdown } from './student-markdown.ts';

const SANDBOXES: Readonly<Record<string, Sandbox | null>> = {
  everything: { layers: ['permission', 'limits', 'bubblewrap', 'user'], missing: [] },
  // As in a container that may not make namespaces, by a user who is not root.
  'no bubblewrap': { layers: ['permission', 'limits'], missing: ['bubblewrap'] },
  nothing: null,
};

function about(text: string): string | undefined {
  return text.split('\n').find((line) => line.includes('sandbox'));
}

/** The lines of every report of a class of one that say how it was run. */
function told(sandbox: Sandbox | null): Readonly<Record<string, string | undefined>> {
  const [ann] = CLASS.submissions;
  if (ann === undefined) throw new Error('the class is empty');
  const graded: GradedClass = {
    ...CLASS,
    made: { ...CLASS.made, sandbox },
    submissions: [ann],
  };
  const { output } = gradescopeResults(graded, ann) as { readonly output: string };
  const csv = gradesCsv([gradeOf(ann, CLASS.labs)], CLASS.labs, sandbox).split('\r\n')[1];
  return {
    'students/*.md': about(studentMarkdown(graded, ann)),
    'gradescope/*.json': about(output),
    'junit.xml': about(junitXml(graded))?.trim(),
    'grades.csv': csv,
  };
}

test('every report says what confined the submissions', () => {
  const all = Object.entries(SANDBOXES).map(([name, sandbox]) => [name, told(sandbox)]);
  expect(Object.fromEntries(all)).toMatchInlineSnapshot(`
    {
      "everything": {
        "grades.csv": "ann,10,10,20,true,,whole",
        "gradescope/*.json": "splitbrain 0.1.0, in a sandbox (bubblewrap, another user, limits, permission flag)",
        "junit.xml": "<property name="sandbox" value="in a sandbox (bubblewrap, another user, limits, permission flag)"/>",
        "students/*.md": "Graded by splitbrain 0.1.0, in a sandbox (bubblewrap, another user, limits, permission flag).",
      },
      "no bubblewrap": {
        "grades.csv": "ann,10,10,20,true,,without bubblewrap",
        "gradescope/*.json": "splitbrain 0.1.0, in a sandbox without bubblewrap (limits, permission flag)",
        "junit.xml": "<property name="sandbox" value="in a sandbox without bubblewrap (limits, permission flag)"/>",
        "students/*.md": "Graded by splitbrain 0.1.0, in a sandbox without bubblewrap (limits, permission flag).",
      },
      "nothing": {
        "grades.csv": "ann,10,10,20,true,,none",
        "gradescope/*.json": "splitbrain 0.1.0, without a sandbox",
        "junit.xml": "<property name="sandbox" value="without a sandbox"/>",
        "students/*.md": "Graded by splitbrain 0.1.0, without a sandbox.",
      },
    }
  `);
});

test('runs at workers with more confinement than the class demands are told with theirs', () => {
  const [ann] = CLASS.submissions;
  if (ann === undefined) throw new Error('the class is empty');
  const confinements = [['limits'], ['permission', 'limits', 'bubblewrap']] as const;
  const labs = ann.labs.map((lab) => ({ ...lab, confinements }));
  expect(notesOf(CLASS, { ...ann, labs })).toContain(
    'raft: its runs were confined by limits; others by bubblewrap, limits, permission flag.',
  );
});

test('where limits were of real time, every report says so', () => {
  const [ann] = CLASS.submissions;
  if (ann === undefined) throw new Error('the class is empty');
  const made = { ...CLASS.made, realTime: true } as const;
  const outcome = { kind: 'cut-off', limitMs: 90_000, realTime: true } as const;
  const labs = ann.labs.map((lab) => ({ ...lab, outcome }));
  const notes = notesOf({ ...CLASS, made }, { ...ann, labs });
  expect(notes).toEqual([
    'raft: ended after 90 s of real time; what was finished by then counts.',
    'splitbrain 0.1.0, without a sandbox, with limits of real time',
  ]);
});
