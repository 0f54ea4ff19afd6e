// What code does that has escaped from its realm: it tries to reach whatever it can, and says on its standard
// output what it got. It runs in place of a child's program.
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const { spawnSync } = require('node:child_process');

function tried(action) {
  try {
    return action();
  } catch (error) {
    return error.code ?? error.message;
  }
}

const found = {
  root: tried(() => fs.readdirSync('/')),
  passwords: tried(() => fs.readFileSync('/etc/passwd', 'utf8').length),
  written: tried(() => fs.writeFileSync('/written', 'x')),
  writtenToDevices: tried(() => fs.writeFileSync('/dev/shm/written', 'x')),
  spawned: tried(() => String(spawnSync('/node', ['--version']).stdout)),
  processes: tried(() => fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length),
  environment: Object.keys(process.env),
  user: [process.getuid(), process.getgid()],
  host: os.hostname(),
  interfaces: tried(() => Object.keys(os.networkInterfaces())),
  signalled: tried(() => process.kill(Number(process.argv[2]), 0)),
  // oxlint-disable-next-line no-implied-eval
  evaluated: tried(() => Function('return 1')()),
  privileges: tried(() => /CapEff:\s*(\w+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]),
};

const done = (connected) => {
  fs.writeSync(1, JSON.stringify({ ...found, connected }));
  process.exit(0);
};
const socket = net.connect(Number(process.argv[3]), '127.0.0.1');
socket.once('connect', () => done(true));
socket.once('error', (error) => done(error.code));
