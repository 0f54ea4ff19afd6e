import type { Layer } from '../realm/child/layers.ts';
import { colour } from './colour.ts';

/** Whether a machine can do one of the things that confine the servers of a submission. */
export interface LayerState {
  readonly layer: Layer;
  /** Null when it works; otherwise what was said when it was tried. */
  readonly missing: string | null;
}

interface LayerWords {
  readonly name: string;
  readonly does: string;
  readonly get: string;
}

/** In the order in which they matter. */
const WORDS: Readonly<Record<Layer, LayerWords>> = {
  bubblewrap: {
    name: 'bubblewrap',
    does: 'no files, no network, and no other processes',
    get:
      'Install it (on Debian and Ubuntu: apt-get install bubblewrap). In a container, allow user ' +
      'namespaces, as podman does, or docker run --security-opt seccomp=unconfined.',
  },
  user: {
    name: 'another user',
    does: 'does not run as root',
    get: 'Let the user nobody read the folder of node, or grade as a user who is not root.',
  },
  limits: {
    name: 'limits',
    does: 'limited memory, processes and files',
    get: 'Install prlimit and setpriv (on Debian and Ubuntu: apt-get install util-linux).',
  },
  permission: {
    name: 'permission flag',
    does: 'Node itself refuses files and processes',
    get: 'Use Node 20.19 or later.',
  },
};

/** What people call each layer, in the order in which they matter. */
export const LAYER_ORDER = Object.keys(WORDS) as readonly Layer[];
export const layerName = (layer: Layer): string => WORDS[layer].name;

/** What confines the servers of a submission on this machine, and how to get the rest. */
export function tellMachine(states: readonly LayerState[], tellsTime: boolean): string[] {
  const lines = states.flatMap(({ layer, missing }) => {
    const { name, does, get } = WORDS[layer];
    const head = `${name.padEnd(16)}  ${does}`;
    if (missing === null) return [`${colour.green('yes')}  ${head}`];
    return [`${colour.red('no ')}  ${head}`, `     ${missing}`, `     ${get}`];
  });
  return [
    'What confines the servers of a submission on this machine:',
    '',
    ...lines,
    '',
    ...timeLines(tellsTime),
    '',
    all(states, tellsTime),
  ];
}

/** What limits of time count. */
function timeLines(tellsTime: boolean): string[] {
  const head = `${'processor time'.padEnd(16)}  limits count what a submission uses, however busy the machine is`;
  if (tellsTime) return [`${colour.green('yes')}  ${head}`];
  return [
    `${colour.red('no ')}  ${head}`,
    '     /proc does not tell what a process uses, and which others it has started.',
    '     Limits are of real time. Grade on Linux, or on a machine that does nothing else.',
  ];
}

function all(states: readonly LayerState[], tellsTime: boolean): string {
  const missing = states.filter((each) => each.missing !== null).map(({ layer }) => layer);
  if (missing.length === 0) {
    return tellsTime ? 'Everything is there.' : 'All that confines is there.';
  }
  return missing.includes('bubblewrap')
    ? 'Without bubblewrap, code that breaks out of its server can reach the network, and what else is not refused.'
    : 'What is missing makes a break-out harder to contain, but bubblewrap is there.';
}
