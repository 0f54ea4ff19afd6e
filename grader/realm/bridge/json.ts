import { shared } from './given.ts';

/** JSON texts of the student's values: see `realm/json.ts` and `realm/kept-text.ts`. */
export const { encode, encodeOptional, KeptText } = shared.json;
