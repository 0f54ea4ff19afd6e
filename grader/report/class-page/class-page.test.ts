import { expect, test } from 'vitest';
import type { GradedClass } from '../../grading/graded-class.ts';
import { studentMarkdown } from '../student-markdown.ts';
import { largeClass, NAMES, PAGE_CLASS } from './class-page.fixture.ts';
import { readPageFiles } from '../../cli/page-files.ts';
import { classPage } from './class-page.ts';
import { escape, html } from './html.ts';
import { groupsOf } from './ways.ts';

const FILES = readPageFiles();
const page = classPage(PAGE_CLASS, FILES);

test('a class on one page', async () => {
  // Style and script are files of their own.
  const markup = page
    .replace(/<style>[^]*?<\/style>/, '<style></style>')
    .replace(/<script>[^]*?<\/script>/, '<script></script>')
    .replaceAll(/sha256-[^&]*/g, 'sha256-...');
  await expect(markup).toMatchFileSnapshot('../golden/class.html');
});

test('the page asks for nothing outside of it', () => {
  expect(page).not.toMatch(/https?:|src=|url\(|@import|<link/i);
});

test('submissions that fail in the same way are together, by the shape of their smallest schedules', () => {
  const named = groupsOf(PAGE_CLASS).map(({ members, shapes }) => ({
    members: members.length,
    shapes: shapes.map((each) => [each.shape, each.members.length]),
  }));
  expect(named.slice(0, 2)).toEqual([
    {
      members: 4 + NAMES.length,
      shapes: [
        ['crashes, cut links', 2 + NAMES.length],
        ['fails without any fault', 1],
        [null, 1],
      ],
    },
    { members: 4 + NAMES.length, shapes: [[null, 4 + NAMES.length]] },
  ]);
});

/** The class with a text added to whatever text it has that a submission or its owner can choose. */
function spoiled(text: string): GradedClass {
  const spoil = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return OURS.has(key) ? value : `${value}${text}`;
    if (Array.isArray(value)) return value.map((each) => spoil(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, spoil(each, name)]),
    );
  };
  return spoil(PAGE_CLASS) as GradedClass;
}

/** What names a thing rather than being shown. */
const OURS = new Set(['kind', 'network', 'id', 'lab', 'part', 'promise']);

function tags(text: string): string[] {
  return text.match(/<[a-z!/][^\s>]*/gi) ?? [];
}

test('no text of a submission becomes markup', () => {
  const evil = classPage(
    spoiled(`"'><img src=x onerror=alert(1)><script>alert(2)</script></pre>\u0000\u202E`),
    FILES,
  );
  expect(tags(evil)).toEqual(tags(classPage(spoiled('harmless'), FILES)));
  expect(evil).not.toMatch(/[^\P{Cc}\n]|\u202E/u);
  expect(evil).toContain('&lt;script&gt;alert(2)');
});

test('what is no letter is shown as a sign', () => {
  expect(escape('a\u0007b\u202Ec\uD800d\te\nf<&>"\'')).toBe(
    'a\uFFFDb\uFFFDc\uFFFDd\te\nf&lt;&amp;&gt;&quot;&#39;',
  );
  expect(html`<p title="${'"'}">${['<', html`<b>${1}</b>`]}</p>`.text).toBe(
    '<p title="&quot;">&lt;<b>1</b></p>',
  );
});

test('the page of 500 submissions that all fail is less than 3 MB', () => {
  expect(Buffer.byteLength(classPage(largeClass(500), FILES))).toBeLessThan(3_000_000);
});

test("a student's report has the smallest schedule, and no hidden seed", () => {
  const gus = PAGE_CLASS.submissions.find(({ name }) => name === 'gus');
  const text = gus === undefined ? '' : studentMarkdown(PAGE_CLASS, gus);
  expect(text).toContain(`The smallest schedule found that still breaks it (5 of 41 steps):

\`\`\`text
   always  the network is unreliable
      ...  3 more before
  0.260 s  the network splits into s0 s1 | s2 for 800 ms
  0.910 s  server 1 crashes right after it saved its state
\`\`\``);
  expect(text).not.toContain('102');
});
