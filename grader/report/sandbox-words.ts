import type { Layer } from '../realm/child/layers.ts';
import type { Sandbox } from '../realm/child/sandbox.ts';
import { LAYER_ORDER, layerName } from './tell-machine.ts';

/** Whether all was there that can confine a submission. */
export function isWhole(sandbox: Sandbox | null): boolean {
  return sandbox !== null && sandbox.missing.length === 0;
}

/** How submissions were run, as the end of a sentence about a grade. */
export function sandboxWords(sandbox: Sandbox | null): string {
  if (sandbox === null) return 'without a sandbox';
  const { layers, missing } = sandbox;
  const but = missing.length === 0 ? '' : ` without ${tellLayers(missing)}`;
  return `in a sandbox${but} (${tellLayers(layers)})`;
}

/** The same in one word or a few, for a column. */
export function sandboxColumn(sandbox: Sandbox | null): string {
  if (sandbox === null) return 'none';
  return sandbox.missing.length === 0 ? 'whole' : `without ${tellLayers(sandbox.missing)}`;
}

/** In the order in which they matter, whatever the order in which they were tried. */
export function tellLayers(layers: readonly Layer[]): string {
  return LAYER_ORDER.filter((each) => layers.includes(each))
    .map(layerName)
    .join(', ');
}
