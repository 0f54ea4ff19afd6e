import type { Config } from './api.ts';
import type { Change } from './change.ts';

/** What admins ask of the controllers and hear from them; every promise about configurations is about these. */
export type AdminFact = { readonly atUs: number; readonly admin: string; readonly call: string } & (
  | { readonly kind: 'change-called'; readonly change: Change }
  | { readonly kind: 'change-answered'; readonly change: Change }
  | { readonly kind: 'query-called'; readonly num: number }
  | { readonly kind: 'query-answered'; readonly num: number; readonly config: Config }
);
