import Rsm from 'submission:rsm';
import type { Json, RaftState, RsmOptions, StateMachine, SubmitResult } from '../api.ts';
import { mustHaveRaft } from './must-have-raft.ts';
import type { ProgramNode } from '../../program-node.ts';

/** What the tester's state machine is told to do: a counter, and a tag to tell equal steps apart. */
interface Step {
  readonly add: number;
  readonly tag?: number;
}

/** A counter that also counts its operations, so that each result belongs to one operation only. */
interface Tally {
  readonly position: number;
  readonly counter: number;
}

/** A server for Part 4A: the student's replicated state machine around the tester's counter. */
export default class RsmServer {
  private readonly rsm: Rsm;

  constructor(node: ProgramNode<RsmOptions>, report: (did: Json) => void) {
    this.rsm = new Rsm(node, new Counter(report), node.options);
    mustHaveRaft('kvraft/rsm.ts', 'raft', this.rsm.raft);
  }

  /** For the probe: who leads, as this server sees it. */
  getState(): RaftState {
    return this.rsm.raft.getState();
  }

  submit(op: Json): Promise<SubmitResult> {
    return this.rsm.submit(op);
  }
}

class Counter implements StateMachine {
  private tally: Tally = { position: 0, counter: 0 };
  private readonly report: (did: Json) => void;

  constructor(report: (did: Json) => void) {
    this.report = report;
  }

  doOp(op: Json): Json {
    const { add } = op as unknown as Step;
    const { position, counter } = this.tally;
    this.tally = { position: position + 1, counter: counter + add };
    this.report({ did: op, ...this.tally });
    return { ...this.tally };
  }

  snapshot(): Json {
    return { ...this.tally };
  }

  restore(snapshot: Json): void {
    this.tally = snapshot as unknown as Tally;
    this.report({ restored: true, ...this.tally });
  }
}
