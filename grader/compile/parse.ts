import { SourceMap } from 'node:module';
import vm from 'node:vm';
import { placeOf, SCRIPT_NAME, type MappedScript } from './stack.ts';
import { SubmissionError } from './submission-error.ts';

/**
 * Throws `SubmissionError` for a script that is not the body of one function, or that the engine refuses though the
 * compiler did not, as with a wrong regular expression. Parses it, and runs nothing.
 */
export function refuseWhatEngineRefuses(code: string, { map }: Pick<MappedScript, 'map'>): void {
  try {
    vm.compileFunction(code, ['leavePrograms'], { filename: SCRIPT_NAME });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [head = '', , marks = ''] = (error.stack ?? '').split('\n');
    const line = Number(head.slice(SCRIPT_NAME.length + 1));
    const column = marks.indexOf('^') + 1;
    const where = placeOf(new SourceMap(JSON.parse(map)), line, column);
    throw new SubmissionError(`${where === null ? '' : `${where}: `}${error.message}`);
  }
}
