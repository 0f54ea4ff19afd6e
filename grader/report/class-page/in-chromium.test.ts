import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { largeClass, NAMES, PAGE_CLASS } from './class-page.fixture.ts';
import { readPageFiles } from '../../cli/page-files.ts';
import { classPage } from './class-page.ts';

const PROGRAM = '/usr/bin/chromium';
const HOW_TO_GET_IT = `there is no ${PROGRAM}: apt-get install chromium`;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1_280, height: 900 };

const folder = mkdtempSync(join(tmpdir(), 'splitbrain-page-'));
let context: BrowserContext | null = null;
afterAll(async () => {
  await context?.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return pathToFileURL(file).href;
}
const FILES = readPageFiles();
const SMALL = write('small.html', classPage(PAGE_CLASS, FILES));
const LARGE = write('large.html', classPage(largeClass(500), FILES));

let page: Page;
/** Whatever the page complains of, asks for, or pops up. */
let troubles: string[] = [];

beforeEach(async ({ skip }) => {
  if (!existsSync(PROGRAM) && process.env['CI'] !== undefined) throw new Error(HOW_TO_GET_IT);
  if (!existsSync(PROGRAM)) skip(HOW_TO_GET_IT);
  context ??= await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: PROGRAM,
    args: FLAGS,
  });
  troubles = [];
  page = await context.newPage();
  page.on('console', (message) => troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('dialog', (dialog) => troubles.push(dialog.message()));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) troubles.push(request.url());
  });
});

afterEach(async () => {
  if (context === null) return;
  await page.close();
  expect(troubles).toEqual([]);
});

const namesShown = (): Promise<string[]> =>
  page.locator('table.all tbody tr:visible th bdi').allTextContents();

test('a click leads to the report of a submission, and back; keys lead to the next one', async () => {
  await page.goto(SMALL);
  await page.locator('table.all').getByRole('link', { name: 'gus', exact: true }).click();
  const report = page.locator('.student:visible');
  expect(await report.count()).toBe(1);
  expect(await report.locator('h2').textContent()).toBe('gus');
  expect(await report.textContent()).toContain('server 1 crashes right after it saved its state');
  expect(await report.textContent()).toContain('--scenario old-votes --seed 102');
  expect(await page.title()).toBe('gus, Distributed Systems, lab3');
  expect(await page.locator('table.all').isVisible()).toBe(false);
  await page.keyboard.press('ArrowRight');
  expect(await report.locator('h2').textContent()).toBe('hal.zip');
  await page.keyboard.press('Escape');
  expect(await report.count()).toBe(0);
  expect(await page.locator('table.all').isVisible()).toBe(true);
});

test('names are filtered, by the keyboard too, and columns sorted', async () => {
  await page.goto(SMALL);
  await page.keyboard.press('/');
  await page.keyboard.type('zoe');
  expect(await namesShown()).toEqual(['Zo\u00EB O\u2019Neil']);
  expect(await page.locator('#shown').textContent()).toBe(`1 of ${PAGE_CLASS.submissions.length}`);
  await page.keyboard.press('Enter');
  expect(await page.locator('.student:visible h2').textContent()).toBe('Zo\u00EB O\u2019Neil');
  await page.keyboard.press('Escape');
  await page.locator('#filter').fill('');
  await page.getByRole('button', { name: 'Total' }).click();
  expect((await namesShown()).slice(0, 3)).toEqual(['eve', 'dan', '=cmd|"x"']);
  await page.getByRole('button', { name: 'Total' }).click();
  expect((await namesShown())[0]).toBe('ann');
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  expect((await namesShown()).at(-1)).toBe(NAMES[2]);
});

test('nothing is wider than the screen, light or dark, narrow or wide', async () => {
  for (const viewport of [PHONE, DESK]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      for (const hash of ['', '#s-7', '#s-11']) {
        await page.goto(`${SMALL}${hash}`);
        const width = await page.evaluate('document.documentElement.scrollWidth');
        expect(width, `${hash} ${viewport.width} ${colorScheme}`).toBe(viewport.width);
        expect((await page.screenshot()).length).toBeGreaterThan(1_000);
      }
    }
  }
});

test('no text of a submission runs or makes an element', async () => {
  await page.goto(SMALL);
  expect(await page.evaluate('[typeof stolen, document.scripts.length]')).toEqual(['undefined', 1]);
});

test('it is read without its script', async () => {
  const browser = context?.browser();
  const plain = await browser?.newContext({ javaScriptEnabled: false });
  const silent = await plain?.newPage();
  if (silent === undefined) throw new Error('the browser opens no page');
  await silent.goto(`${SMALL}#s-7`);
  expect(await silent.locator('.student:visible h2').textContent()).toBe('gus');
  await silent.locator('.student:visible .back').click();
  expect(await silent.locator('table.all').isVisible()).toBe(true);
  expect(await silent.locator('#filter').isVisible()).toBe(false);
  await plain?.close();
});

test('a class of 500 opens and is filtered', async () => {
  await page.goto(LARGE);
  await page.locator('#filter').fill('499');
  expect(await namesShown()).toEqual(['Student 499']);
});
