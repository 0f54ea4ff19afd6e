import Server from 'submission:kvraft-server';
import type { RaftState, RsmOptions } from '../api.ts';
import { mustHaveRaft } from './must-have-raft.ts';
import type { ProgramNode } from '../../program-node.ts';

/** A server of Parts 4B and 4C: the student's own, which clerks call. */
export default class KvServerProgram {
  private readonly server: Server;

  constructor(node: ProgramNode<RsmOptions>) {
    this.server = new Server(node, node.options);
    mustHaveRaft('kvraft/server.ts', 'rsm.raft', this.server.rsm?.raft);
    node.serve(this.server);
  }

  /** For the probe: who leads, as this server sees it. */
  getState(): RaftState {
    return this.server.rsm.raft.getState();
  }
}
