import { transform, type Loader } from 'esbuild';

/** Without a match a file has none: what begins with `import` is a declaration, and nobody says `require`. */
const SUSPECT = /\brequire\b|\\u|\bimport\b(?!\s*[\w$*{'"])/;
/**
 * As the compiler prints one whose argument is anything but a text without a gap. A `require` of somebody's own, such as
 * a method that checks a condition, is none: the compiler looks for files only where the argument begins with a text.
 */
const COMPUTED =
  /(?<![.\w$#])(?:import(?:\.\w+)?\(|require\((?=\s*[("'`]))(?!\s*(["'`])(?:(?!\1|\\|\$\{).)*\1\s*[,)])/;

/**
 * Whether a file imports what it computes. The compiler would take that for a pattern, look through all the files that
 * it can reach, and make those that match a part of the script.
 */
export async function hasComputedImports(text: string, loader: Loader): Promise<boolean> {
  if (loader === 'json' || !SUSPECT.test(text)) return false;
  // Printed anew it has no comments and no odd spelling.
  const { code } = await transform(text, {
    loader,
    legalComments: 'none',
    logLevel: 'silent',
    tsconfigRaw: {},
  });
  return COMPUTED.test(code);
}
