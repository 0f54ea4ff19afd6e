import type { Node as PlainNode } from '../node.ts';

export interface Store {
  get<Value>(key: string): Value | undefined;
  keys(prefix?: string): readonly string[];
  write(changes: Readonly<Record<string, unknown>>): void;
  readonly bytes: number;
}
export interface Node<Rpc> extends PlainNode<Rpc> {
  readonly store: Store;
}
export function withStore<N extends PlainNode<never>>(node: N): N & { store: Store } {
  const { persister } = node;
  const rows = (): Record<string, unknown> => persister.readState<Record<string, unknown>>() ?? {};
  const store: Store = {
    get: <Value>(key: string) => rows()[key] as Value | undefined,
    keys: (prefix = '') =>
      Object.keys(rows())
        .filter((k) => k.startsWith(prefix))
        .toSorted(),
    write: (changes) => persister.save(JSON.parse(JSON.stringify({ ...rows(), ...changes }))),
    get bytes() {
      return persister.stateBytes;
    },
  };
  return Object.create(node, { store: { value: store } }) as N & { store: Store };
}
