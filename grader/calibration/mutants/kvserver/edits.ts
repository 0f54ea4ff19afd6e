import type { Edit } from '../../run/mutant.ts';

export const server = (find: string, replace: string): Edit => ({
  file: 'kvserver/server.ts',
  find,
  replace,
});

export const clerk = (find: string, replace: string): Edit => ({
  file: 'kvserver/clerk.ts',
  find,
  replace,
});

export const lock = (find: string, replace: string): Edit => ({
  file: 'kvserver/lock.ts',
  find,
  replace,
});

export const leaseLock = (find: string, replace: string): Edit => ({
  file: 'kvserver/lease-lock.ts',
  find,
  replace,
});
