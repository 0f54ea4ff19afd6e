import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CHILD_ENVIRONMENT } from './child.ts';
import { confinement, readRuntime, tryLayers } from './confinement.ts';
import { inheritedDescriptors, onlyStandard } from './descriptors.ts';
import { childCommand, type Layer } from './layers.ts';

const ESCAPEE = fileURLToPath(new URL('./escapee.fixture.cjs', import.meta.url));

/** Not so in many containers; where the project is tested as a whole it must be. */
const isBoxable = confinement().layers.has('bubblewrap');

/** What code finds that has escaped into a child within these layers, beside a server on this port. */
function found(layers: readonly Layer[], port: number): Record<string, unknown> {
  const runtime = { ...readRuntime(), program: ESCAPEE };
  const [program, ...args] = childCommand(new Set(layers), runtime);
  const given = [...args, String(process.pid), String(port)];
  const nothing = openSync('/dev/null', 'r+');
  const { stdout, stderr } = spawnSync(program, given, {
    stdio: onlyStandard(nothing, nothing, nothing).map((fd, i) =>
      i === 1 || i === 2 ? 'pipe' : fd,
    ),
    cwd: '/',
    env: CHILD_ENVIRONMENT,
    encoding: 'utf8',
  });
  closeSync(nothing);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function withServer<T>(action: (port: number) => T): Promise<T> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  try {
    return action((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

test('without any layer, who has escaped finds all of the machine', async () => {
  expect(await withServer((port) => found([], port))).toMatchObject({
    root: expect.arrayContaining(['etc']),
    passwords: expect.any(Number),
    signalled: true,
    connected: true,
  });
});

test.skipIf(!isBoxable)(
  'within bubblewrap alone, who has escaped finds no file, process or network',
  async () => {
    const all = await withServer((port) => found(['bubblewrap'], port));
    expect(all).toMatchObject({
      root: expect.not.arrayContaining(['etc', 'home', 'root', 'tmp', 'usr']),
      passwords: 'ENOENT',
      written: 'EROFS',
      writtenToDevices: 'EROFS',
      environment: ['PWD'],
      user: [65_534, 65_534],
      host: 'child',
      interfaces: ['lo'],
      signalled: 'ESRCH',
      privileges: '0000000000000000',
      connected: 'ECONNREFUSED',
    });
    // The one that starts it, and itself.
    expect(all['processes']).toBe(2);
  },
);

test('with the permission flag alone, Node refuses files and processes, but not the network', async () => {
  expect(await withServer((port) => found(['permission'], port))).toMatchObject({
    root: 'ERR_ACCESS_DENIED',
    passwords: 'ERR_ACCESS_DENIED',
    written: 'ERR_ACCESS_DENIED',
    spawned: 'ERR_ACCESS_DENIED',
    connected: true,
  });
});

test('code out of strings is refused without any layer', async () => {
  const { evaluated } = await withServer((port) => found([], port));
  expect(evaluated).toBe('Code generation from strings disallowed for this context');
});

test.skipIf(!isBoxable)('a machine with bubblewrap uses the other layers as well', () => {
  const layers = [...confinement().layers];
  expect(layers).toEqual(expect.arrayContaining(['permission', 'limits', 'bubblewrap']));
});

/** A machine that refuses namespaces, as many containers do. */
function withoutNamespaces(command: readonly string[]): string | null {
  return command.includes('bwrap') ? 'bwrap: No permissions to create new namespace' : null;
}

test('a layer that does not work is left out, and it is said why', () => {
  const runtime = { ...readRuntime(), isRoot: false, permissionFlag: '--permission' };
  const { layers, missing, command } = tryLayers(runtime, withoutNamespaces);
  expect([...layers]).toEqual(['permission', 'limits']);
  expect(command).not.toContain('bwrap');
  expect([...missing]).toEqual([['bubblewrap', 'bwrap: No permissions to create new namespace']]);
});

test('a machine on which no child starts at all is not taken for one that confines', () => {
  expect(() => tryLayers(readRuntime(), () => 'there is no node')).toThrow('there is no node');
});

test('a child gets nothing of what the judge was started with', () => {
  const script = fileURLToPath(new URL('./descriptors.ts', import.meta.url));
  const code = `
    const { inheritedDescriptors, onlyStandard } = await import(${JSON.stringify(script)});
    const { spawnSync } = await import('node:child_process');
    const { openSync } = await import('node:fs');
    const nothing = openSync('/dev/null', 'r+');
    const stdio = onlyStandard(nothing, nothing, nothing);
    stdio[1] = 'pipe';
    const { stdout } = spawnSync('readlink', ['/proc/self/fd/60'], { stdio, encoding: 'utf8' });
    console.log(JSON.stringify([inheritedDescriptors().includes(60), stdout.trim()]));`;
  const secret = openSync(ESCAPEE, 'r');
  // Node itself sees to the first 16.
  const between = Array.from({ length: 57 }, () => 'ignore' as const);
  const { stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', code],
    { stdio: ['ignore', 'pipe', 'inherit', ...between, secret], encoding: 'utf8' },
  );
  closeSync(secret);
  expect(JSON.parse(stdout)).toEqual([true, '/dev/null']);
  expect(inheritedDescriptors().every((fd) => fd >= 3)).toBe(true);
});
