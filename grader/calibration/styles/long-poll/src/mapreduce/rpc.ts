/** A request waits at the coordinator until there is work; `job` says what to do. */
export type Ticket =
  | { readonly job: 'map'; readonly id: number; readonly file: string; readonly parts: number }
  /** `tokens` name the attempt of each map task whose files count. */
  | { readonly job: 'reduce'; readonly id: number; readonly tokens: readonly string[] };

export type Answer =
  { readonly ticket: Ticket } | { readonly ticket: null; readonly over: boolean };

export interface Done {
  readonly job: 'map' | 'reduce';
  readonly id: number;
  /** The attempt's own name, which is part of the names of the files that it wrote. */
  readonly token: string;
}

export interface MasterRpc {
  next(args: Record<string, never>): Promise<Answer>;
  finished(done: Done): boolean;
}

export const partName = (token: string, part: number): string => `part-${token}-${part}`;
