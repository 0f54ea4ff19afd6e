/*
 * What processes are, and what may befall them: random plans, the heal, shrinking and stories all read it
 * from here.
 */

/** What may befall a process. */
export type Trouble =
  /** It loses all that is not on its disk. */
  | 'crash'
  /** Its messages get lost, one way or both, or take longer. */
  | 'cut'
  /** It does nothing for a while. */
  | 'pause'
  /** Its clock runs too fast or too slowly. */
  | 'drift';

const EVERYTHING: readonly Trouble[] = ['crash', 'cut', 'pause', 'drift'];

/** Role of what stands beside the others, such as a file store: no fault of the network touches its links. */
export const DEVICE = 'device';

/** What the processes of a role suffer unless they say something else; those of other roles suffer everything. */
const SUFFERED: Readonly<Record<string, readonly Trouble[]>> = { [DEVICE]: [] };

/** A process of a run as others see it. It is known by its number: its place in the list. */
export interface Member {
  /** How others reach it: its role, a hyphen and a number where there are several. */
  readonly name: string;
  /** Which of the lab's programs it runs. */
  readonly program: string;
  /** What it is, in a word of the lab: server, clerk, worker; the name of its program by default. */
  readonly role?: string;
  /** Processes of one group are each other's peers; without a group it is its only peer. */
  readonly group?: string;
  /** What random plans may bring upon it. A script may do more to it, and knows why. */
  readonly suffers?: readonly Trouble[];
  /** Crash-stop: once it has crashed, nothing starts it again, the heal included. */
  readonly staysDead?: boolean;
}

export function roleOf({ role, program }: Member): string {
  return role ?? program;
}

export function isDevice(member: Member): boolean {
  return roleOf(member) === DEVICE;
}

export function doesSuffer(member: Member, trouble: Trouble): boolean {
  return sufferedBy(member).includes(trouble);
}

/** The numbers of the processes that suffer this. */
export function sufferersOf(members: readonly Member[], trouble: Trouble): number[] {
  return members.flatMap((each, number) => (doesSuffer(each, trouble) ? [number] : []));
}

export function doesSufferAnything(member: Member): boolean {
  return sufferedBy(member).length > 0;
}

function sufferedBy(member: Member): readonly Trouble[] {
  return member.suffers ?? SUFFERED[roleOf(member)] ?? EVERYTHING;
}

/** The process with this number; throws where there is none. */
export function memberOf(members: readonly Member[], process: number): Member {
  const member = members[process];
  if (member !== undefined) return member;
  throw new Error(`there is no process ${process}: the run has ${members.length} of them`);
}

/** The numbers of the processes that have one of these roles. */
export function numbersOf(members: readonly Member[], ...roles: readonly string[]): number[] {
  return members.flatMap((each, number) => (roles.includes(roleOf(each)) ? [number] : []));
}

/** The number of the only process of a role; throws where there are more, or none. */
export function numberOf(members: readonly Member[], role: string): number {
  const [number, ...others] = numbersOf(members, role);
  if (number !== undefined && others.length === 0) return number;
  const roles = members.map(roleOf).join(', ');
  throw new Error(`expected one process with the role '${role}' among these: ${roles}`);
}

/**
 * What people call a process: the name by which its code knows it, such as `clerk-2` or `g1-0`. Servers
 * that know each other by numbers alone are called by them: `server 2`.
 */
export function spokenName({ name }: Pick<Member, 'name'>): string {
  return name.replace(/^server-/, 'server ');
}

/** The same for a process that is known by its number. */
export function nameOf(members: readonly Member[], process: number): string {
  const member = members[process];
  return member === undefined ? `process ${process}` : spokenName(member);
}

/** Several processes in words: `clerks` for all clerks, `clerk-1, clerk-2` for some of them. */
export function tellProcesses(members: readonly Member[], processes: readonly number[]): string {
  const roles = new Set(
    members.flatMap((each, i) => (processes.includes(i) ? [roleOf(each)] : [])),
  );
  return [...roles]
    .flatMap((role) => {
      const all = numbersOf(members, role);
      const told = all.filter((each) => processes.includes(each));
      const isWhole = told.length > 1 && told.length === all.length;
      return isWhole ? [`${role}s`] : told.map((each) => nameOf(members, each));
    })
    .join(', ');
}
