// A child that misbehaves: it serves as it should until a server takes its third step, and then does what its
// first argument says. Plain JavaScript beside no package: it has to say all of the protocol by itself.
import { readSync, writeSync } from 'node:fs';
import { spawn } from 'node:child_process';

const STEP = 4;
const SETTLE = 6;
const how = process.argv[2];
const bytes = Buffer.alloc(4_000_000);
const numbers = new Float64Array(bytes.buffer, bytes.byteOffset, 100);
let steps = 0;

function answer(kind, ...values) {
  numbers.set([(4 + values.length) * 8, kind, values.length, 0, ...values]);
  writeSync(1, bytes, 0, numbers[0]);
}

const LIES = {
  dies: () => process.exit(3),
  aborts: () => process.abort(),
  'is stopped for longer than it may sleep': () => {
    spawn('sh', ['-c', `sleep 7; kill -CONT ${process.pid}`], { stdio: 'ignore', detached: true });
    process.kill(process.pid, 'SIGSTOP');
    answer(STEP, 0);
  },
  sleeps: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  'says half a frame': () => {
    numbers[0] = 4_096;
    writeSync(1, bytes, 0, 1_000);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
  'says zeros': () => writeSync(1, bytes.fill(0), 0, 8_000),
  'says ones': () => writeSync(1, bytes.fill(255), 0, 8_000),
  'says too much': () => {
    numbers[0] = 2 ** 40;
    writeSync(1, bytes, 0, 8_000);
  },
  'says two frames': () => {
    numbers.set([40, STEP, 1, 0, 0, 40, STEP, 1, 0, 0]);
    writeSync(1, bytes, 0, 80);
  },
  'answers another question': () => answer(SETTLE, 1, 0),
  'says more than it was asked': () => answer(STEP, 0, 1),
  'returns what nobody called': () => answer(STEP, 1, 7, 5, 0, 0, 0),
  'leaves somebody behind who holds its pipes': () => {
    spawn('sleep', ['20'], { stdio: 'inherit', detached: true });
    process.exit(0);
  },
};

for (;;) {
  let have = readSync(0, bytes);
  while (have > 0 && have < numbers[0]) have += readSync(0, bytes, have, bytes.length - have);
  if (have === 0) process.exit(0);
  const kind = numbers[1];
  if (kind === STEP && ++steps === 3) LIES[how]();
  else if (kind === STEP) answer(kind, 0);
  else if (kind === SETTLE) answer(kind, 1, 0);
  else answer(kind);
}
