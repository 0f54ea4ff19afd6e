import type { Model } from '../model.ts';
import { decideRegister } from './register-decide.ts';
import { isRegisterOperation, type RegisterOperation } from './register-operation.ts';
import { registerWords } from './register-words.ts';

/** A register with compare-and-set; null before the first write. */
export const register: Model<RegisterOperation> = {
  name: 'register',
  shapes: {
    read: 'read of null or {key}, which answers with the value',
    write: 'write of {value} or {key, value}, which answers "OK"',
    cas: 'cas of {from, to} or {key, from, to}, which answers true or false',
  },
  accepts: isRegisterOperation,
  keyOf: ({ input }) => input?.key ?? '',
  decide: decideRegister,
  words: registerWords,
};
