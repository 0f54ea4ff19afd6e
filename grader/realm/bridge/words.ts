import { die, put } from './outbox.ts';
import { RealError, sliceOf, stringify } from './primordials.ts';

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
  put('fail', 0, 0, startOf(message, MESSAGE_LENGTH_MAX), framesOf(stack, message));
  die();
}

/** Nobody reads more of an error, and some have megabytes. */
const MESSAGE_LENGTH_MAX = 10_000;
const STACK_LENGTH_MAX = 20_000;

function startOf(text: string, length: number): string {
  return text.length > length ? sliceOf(text, 0, length) + '...' : text;
}

/** A stack begins with its error's message, which in a long one leaves no room for what follows. */
function framesOf(stack: string, message: string): string {
  if (stack.length <= STACK_LENGTH_MAX) return stack;
  return startOf(sliceOf(stack, message.length), STACK_LENGTH_MAX);
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
