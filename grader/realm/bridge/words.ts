import { die, put } from './outbox.ts';
import { RealError, stringify } from './primordials.ts';

/** What was thrown, in words. */
interface Told {
  readonly message: string;
  readonly stack: string;
}

function tell(error: unknown): Told {
  try {
    if (typeof error === 'object' && error !== null && 'message' in error) {
      const { name, message, stack } = error as Partial<Error>;
      return { message: '' + (name || 'Error') + ': ' + message, stack: '' + (stack || '') };
    }
    return { message: 'thrown: ' + (typeof error === 'string' ? error : show(error)), stack: '' };
  } catch {
    return { message: 'an error that cannot be shown', stack: '' };
  }
}

/** The process's own code threw: it says so, and does nothing more. */
export function fail(error: unknown): void {
  const { message, stack } = tell(error);
  put('fail', 0, 0, message, stack);
  die();
}

/** Any value of the student's as text. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof RealError) return tell(value).message;
  try {
    const text = stringify(value) as string | undefined;
    return text === undefined ? '' + (value as string) : text;
  } catch {
    return '[a value that cannot be shown]';
  }
}
