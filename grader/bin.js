#!/usr/bin/env node
// It imports nothing before it knows that this Node is new enough: an older one would say only which name it misses.
const NEEDED = [20, 19];
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) import('./start.js');
else {
  console.error(
    'splitbrain needs Node ' +
      NEEDED.join('.') +
      ' or newer, and this is Node ' +
      process.versions.node +
      '. ' +
      'Install a newer one from https://nodejs.org, and run the command again.',
  );
  process.exitCode = 2;
}
