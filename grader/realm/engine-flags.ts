/** What keeps the engine from optimising too early, by the major version of Node; others have none. */
const LATE_OPTIMISING: Readonly<Record<string, readonly string[]>> = {
  20: ['--interrupt-budget=250000'],
  22: ['--no-maglev', '--invocation-count-for-turbofan=10000'],
  24: ['--no-maglev', '--invocation-count-for-turbofan=10000'],
};

/**
 * What the engine is told wherever many runs follow each other: its defaults are made for code that
 * lives long, and an incarnation does not.
 *
 * - Every incarnation's code starts cold: compiling it at first call, without waiting for it to be hot,
 *   saves a tenth of the time, and a larger young generation another tenth.
 * - Optimising it later saves a sixth with Node 20, a quarter with Node 24; later still, and servers that
 *   live long stay slow.
 * - Each time something is optimised the engine visits all realms that are not collected yet. With a heap
 *   that trebles before it is collected, and no more, they are few; left to grow as it likes, Node 24 needs
 *   three times as long after 300 runs. A smaller one is collected so often that it costs a tenth.
 */
export const ENGINE_FLAGS: readonly string[] = [
  '--always-sparkplug',
  '--max-semi-space-size=32',
  '--heap-growing-percent=200',
  ...(LATE_OPTIMISING[Number.parseInt(process.versions.node, 10)] ?? []),
];
