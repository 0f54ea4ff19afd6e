import { shared } from './given.ts';

/** The realm's built-ins as they were at its start: see `realm/primordials.ts`. */
export const {
  apply,
  bare,
  construct,
  floor,
  freeze,
  getPrototypeOf,
  imul,
  isArray,
  isFinite,
  keysOf,
  listOf,
  max,
  ObjectPrototype,
  ownKeys,
  parse,
  privateMap,
  promiseOf,
  RealError,
  RealPromise,
  RealProxy,
  RealTypeError,
  sliceOf,
  stringify,
  whenSettled,
} = shared.primordials;
