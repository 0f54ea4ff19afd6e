import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ENTRY = fileURLToPath(new URL('../realm/bridge/main.ts', import.meta.url));

let bundled: Promise<string> | null = null;

/**
 * The modules of `realm/bridge/` as the text of one function, an `OpenBridge`; made once in a process. They
 * become the body of the function, so that each call of it evaluates them anew, and nothing of theirs is
 * a global.
 */
export function bundleBridge(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<string> {
  const result = await build({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    // The entry exports nothing, so the bundle is plain statements.
    format: 'esm',
    target: 'es2023',
    supported: { 'dynamic-import': false },
    banner: {
      js: "(function openBridge(bootText, effectsMax) {\n'use strict';\nconst bridge = { __proto__: null };",
    },
    footer: { js: 'return bridge;\n})' },
    tsconfigRaw: {},
  });
  return result.outputFiles[0]?.text ?? '';
}
