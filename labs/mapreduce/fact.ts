/** What can be seen of a job from outside; every promise of the lab is about these alone. */
export type JobFact = { readonly atUs: number } & (
  | {
      readonly kind: 'job';
      readonly files: readonly string[];
      /** What every output file must hold in the end, by its name. */
      readonly outputs: ReadonlyMap<string, string>;
      /** Whether a worker may exit before all is done: where processes fail, it is started again. */
      readonly mayWorkersExit: boolean;
    }
  | { readonly kind: 'map-started' | 'map-ended'; readonly worker: string; readonly file: string }
  | {
      readonly kind: 'reduce-started' | 'reduce-ended';
      readonly worker: string;
      readonly task: number;
      readonly key: string;
    }
  /** A file under an output's name has changed; null when it is gone. */
  | { readonly kind: 'output'; readonly name: string; readonly contents: string | null }
  | { readonly kind: 'done' }
  | { readonly kind: 'worker-exited'; readonly worker: string }
);
