import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Address } from './address.ts';

/** Whether tests that need a Redis can run; where the project is tested as a whole they must. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

if (!hasRedis) {
  const words =
    'redis-server is missing, so nothing of the queue is tested: apt-get install redis-server';
  if (process.env['CI'] !== undefined) throw new Error(words);
  console.warn(words);
}

/** A real Redis on a free port of this machine, with its files in a folder of its own. */
export class RedisServer {
  readonly address: Address;
  private readonly folder = mkdtempSync(join(tmpdir(), 'splitbrain-redis-'));
  private readonly options: readonly string[];
  private child: ChildProcess | null = null;

  private constructor(port: number, options: readonly string[]) {
    this.address = { host: '127.0.0.1', port, db: 0, isSecret: false };
    this.options = options;
  }

  /** `options` are those of redis-server; without any it keeps nothing on its disk. */
  static async start(...options: string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options);
    await server.begin();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.address.port}`;
  }

  /** As after a crash of its machine: with its data only as far as they are on the disk. */
  async restart(downMs = 0): Promise<void> {
    await this.kill();
    await setTimeout(downMs);
    await this.begin();
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async begin(): Promise<void> {
    const { port } = this.address;
    const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', this.folder, '--save', ''];
    this.child = spawn('redis-server', [...args, ...this.options], { stdio: 'ignore' });
    const probe = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 20 });
    probe.on('error', () => {});
    try {
      // With a password it answers, too, though not to this question.
      await probe.ping().catch(() => {});
    } finally {
      probe.disconnect();
    }
  }

  private async kill(): Promise<void> {
    if (this.child === null || this.child.exitCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
