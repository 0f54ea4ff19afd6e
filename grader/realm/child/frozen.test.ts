import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** What becomes of attempts to change the built-ins of a process that has frozen them. */
function attempts(freeze: string): unknown[] {
  const module = JSON.stringify(fileURLToPath(new URL('./frozen.ts', import.meta.url)));
  const code = `
    const { freezeBuiltIns } = await import(${module});
    ${freeze}
    const said = [Array.prototype, Error, RegExp, Object.getPrototypeOf([].values()), Object.getPrototypeOf(async () => {})]
      .map((place) => Reflect.set(place, 'left', 1));
    'left'.match(/left/);
    console.log(JSON.stringify([...said, RegExp.lastMatch ?? null]));`;
  const { stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', code],
    { encoding: 'utf8' },
  );
  return JSON.parse(stdout) as unknown[];
}

test('built-ins that are frozen take no state, and keep no last match', () => {
  expect(attempts('')).toEqual([true, true, true, true, true, 'left']);
  expect(attempts('freezeBuiltIns();')).toEqual([false, false, false, false, false, null]);
});
