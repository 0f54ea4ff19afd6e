import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const BRIDGE = fileURLToPath(new URL('../realm/bridge/', import.meta.url));

/** What stands between student code and the host, each as the text of one function. */
export interface BridgeScripts {
  /** A `PrepareRealm`: evaluated once in a realm. */
  readonly realm: string;
  /** An `OpenBridge`: called for each incarnation. */
  readonly incarnation: string;
}

let bundled: Promise<BridgeScripts> | null = null;

/**
 * The modules of `realm/bridge/`, bundled once in a process. They become the bodies of two functions, so that
 * each call evaluates them anew, and nothing of theirs is a global.
 */
export function bundleBridge(): Promise<BridgeScripts> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<BridgeScripts> {
  const [realm, incarnation] = await Promise.all([
    bundleFunction('realm/main.ts', { name: 'prepareRealm', parameters: '', result: 'shared' }),
    bundleFunction('main.ts', {
      name: 'openBridge',
      parameters: 'ofRealm, evaluateSubmission, bootText, effectsMax',
      result: 'bridge',
    }),
  ]);
  return { realm, incarnation };
}

interface FunctionFrame {
  readonly name: string;
  readonly parameters: string;
  /** The object that its modules fill and that it returns. */
  readonly result: string;
}

async function bundleFunction(
  entry: string,
  { name, parameters, result }: FunctionFrame,
): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${BRIDGE}${entry}`],
    bundle: true,
    write: false,
    // The entry exports nothing, so the bundle is plain statements.
    format: 'esm',
    target: 'es2023',
    supported: { 'dynamic-import': false },
    banner: {
      js: `(function ${name}(${parameters}) {\n'use strict';\nconst ${result} = { __proto__: null };`,
    },
    footer: { js: `return ${result};\n})` },
    tsconfigRaw: {},
  });
  return outputFiles[0]?.text ?? '';
}
