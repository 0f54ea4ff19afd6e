#!/usr/bin/env node
// It imports nothing before it knows that this Node is new enough: an older one would say only which name it misses.
const { node } = process.versions;
const [major, minor] = node.split('.').map(Number);
if (major > 20 || (major === 20 && minor >= 19)) void import('./start.js');
else {
  console.error(
    `splitbrain needs Node 20.19 or newer, and this is Node ${node}: install one from https://nodejs.org`,
  );
  process.exitCode = 2;
}
