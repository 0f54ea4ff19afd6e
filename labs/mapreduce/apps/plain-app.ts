import type { KeyValue } from '../api.ts';

/** An application as plain functions: what the job computes, without the time that it takes. */
export interface PlainApp {
  map(file: string, contents: string): readonly KeyValue[];
  reduce(key: string, values: readonly string[]): string;
}
