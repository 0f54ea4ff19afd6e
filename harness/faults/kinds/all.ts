import type { FaultKind } from '../fault-kind.ts';
import { blockLink, unblockLink, type BlockLink, type UnblockLink } from './blocked-link.ts';
import { crashBetweenEffects, type CrashBetweenEffects } from './crash-between-effects.ts';
import { crash, restart, type Crash, type Restart } from './crash.ts';
import { connect, disconnect, type Connect, type Disconnect } from './cut-off.ts';
import { drift, type Drift } from './drift.ts';
import { loseDisk, type LoseDisk } from './lost-disk.ts';
import { changeNetwork, type ChangeNetwork } from './network.ts';
import { healPartition, partition, type HealPartition, type Partition } from './partition.ts';
import { pause, resume, type Pause, type Resume } from './pause.ts';
import { setClock, type SetClock } from './set-clock.ts';
import { slow, type Slow } from './slow.ts';
import { slowLink, type SlowLink } from './slow-link.ts';

/** One thing that goes wrong, as plain data: it can be written to a file, replayed and shrunk. */
export type Fault =
  | Partition
  | HealPartition
  | BlockLink
  | UnblockLink
  | SlowLink
  | Crash
  | Restart
  | Pause
  | Resume
  | Drift
  | CrashBetweenEffects
  | Disconnect
  | Connect
  | LoseDisk
  | ChangeNetwork
  | Slow
  | SetClock;

/**
 * Every kind of fault, by its name. Random plans draw their families in this order: a new kind comes last,
 * so that it leaves all other faults of a seed's plan as they were.
 */
export const FAULT_KINDS: {
  readonly [Kind in Fault['kind']]: FaultKind<Extract<Fault, { kind: Kind }>, Fault, Fault>;
} = {
  partition,
  'heal-partition': healPartition,
  'block-link': blockLink,
  'unblock-link': unblockLink,
  'slow-link': slowLink,
  crash,
  restart,
  pause,
  resume,
  drift,
  'crash-between-effects': crashBetweenEffects,
  disconnect,
  connect,
  'lose-disk': loseDisk,
  network: changeNetwork,
  slow,
  'set-clock': setClock,
};
