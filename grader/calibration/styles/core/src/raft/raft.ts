/** The shell around the core: it ticks, saves, applies, and carries messages in batches. */
import type { Apply, Json, Node, Raft, RaftState, StartResult } from 'splitbrain/raft';
import { Core, type Saved } from './core.ts';
import type { CoreRpc, Message } from './messages.ts';

const TICK_MS = 20;

export default class CoreRaft implements Raft<CoreRpc> {
  readonly #node: Node<CoreRpc>;
  readonly #apply: Apply;
  readonly #core: Core;

  constructor(node: Node<CoreRpc>, apply: Apply) {
    this.#node = node;
    this.#apply = apply;
    const { persister } = node;
    this.#core = new Core(
      node.me,
      node.peers.length,
      persister.readState<Saved>(),
      () => persister.readSnapshot() ?? null,
    );
    this.#tickLater(Math.random() * TICK_MS);
  }

  getState(): RaftState {
    return { term: this.#core.term, isLeader: this.#core.role === 'leader' };
  }

  start(command: Json): StartResult {
    const index = this.#core.propose(command);
    if (index === null) return { isLeader: false };
    const { term } = this.#core;
    this.#carry(this.#takeMessages());
    return { isLeader: true, index, term };
  }

  snapshot(index: number, snapshot: Json): void {
    this.#core.handIn(index, snapshot);
  }

  exchange(batch: readonly Message[]): readonly Message[] {
    for (const message of batch) this.#core.step(message);
    const caller = batch[0]?.from;
    const messages = this.#takeMessages();
    this.#carry(messages.filter(({ to }) => to !== caller));
    return messages.filter(({ to }) => to === caller);
  }

  #tickLater(afterMs: number): void {
    setTimeout(() => {
      this.#core.compact();
      this.#carry(this.#takeMessages());
      this.#core.tick();
      this.#carry(this.#takeMessages());
      this.#tickLater(TICK_MS);
    }, afterMs);
  }

  /** Saves and applies what the core has left, and hands out what is to be sent after that. */
  #takeMessages(): Message[] {
    const { isDirty, snapshot, messages, applies } = this.#core.output;
    this.#core.output = { isDirty: false, snapshot: undefined, messages: [], applies: [] };
    if (isDirty) this.#node.persister.save(this.#core.saved(), snapshot);
    for (const each of applies) this.#apply(each);
    return messages;
  }

  #carry(messages: readonly Message[]): void {
    for (const [server, peer] of this.#node.peers.entries()) {
      const batch = messages.filter(({ to }) => to === server);
      if (batch.length > 0) void this.#call(peer, batch);
    }
  }

  async #call(peer: Node<CoreRpc>['peers'][number], batch: readonly Message[]): Promise<void> {
    const answers = await peer.exchange(batch);
    if (answers === undefined) return;
    for (const message of answers) this.#core.step(message);
    this.#carry(this.#takeMessages());
  }
}
