import { shared } from './given.ts';

/** The realm's built-ins as they were at its start: see `realm/primordials.ts`. */
export const {
  apply,
  bare,
  construct,
  finds,
  floor,
  freeze,
  getPrototypeOf,
  imul,
  isArray,
  keysOf,
  listOf,
  max,
  ObjectPrototype,
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
