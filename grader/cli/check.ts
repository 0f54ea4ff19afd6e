import type { Command } from 'commander';
import { HistoryError } from '../../harness/check/history/history-error.ts';
import { DEFAULT_MAX_STEPS, judge } from '../../harness/check/linearizability/check.ts';
import { explainViolation } from '../../harness/check/linearizability/explain/explain.ts';
import type { Model } from '../../harness/check/linearizability/model.ts';
import { MODEL_NAMES, modelNamed } from '../../harness/check/linearizability/models.ts';
import { longestOrder, type Order } from '../../harness/check/linearizability/order.ts';
import type { Undecided, Violated } from '../../harness/check/linearizability/verdict.ts';
import { verdictOf, type Findings } from '../check/findings.ts';
import { findingsJson } from '../check/findings-json.ts';
import { findingsText } from '../check/findings-text.ts';
import {
  readHistory,
  STANDARD_INPUT,
  type Format,
  type ReadHistory,
} from '../check/read-history.ts';
import { UsageError } from '../run/select.ts';
import { EXIT } from './exit-codes.ts';

interface Options {
  readonly model: string;
  readonly format?: string;
  readonly initial?: string;
  readonly maxSteps: string;
  readonly timeout?: string;
  readonly all?: true;
  readonly order?: true;
  readonly allowEmpty?: true;
  readonly json?: true;
}

/** Adds `splitbrain check <history> --model <model>`: is a history from anywhere linearizable? */
export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .description('decide whether a history is linearizable')
    .argument('<history>', `the history file; ${STANDARD_INPUT} for standard input`)
    .requiredOption('--model <model>', MODEL_NAMES.join(', '))
    .option('--format <format>', 'jsonl (one JSON operation per line) or edn (Jepsen)')
    .option('--initial <value>', 'initial value of the object, as JSON')
    .option('--max-steps <n>', 'give up after this many steps of search', String(DEFAULT_MAX_STEPS))
    .option('--timeout <seconds>', 'give up after this long')
    .option('--all', 'report every violated key, not only the first')
    .option('--order', 'print an order that explains every answer, with states')
    .option('--allow-empty', 'accept a history without operations')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExit codes: 0 holds, 1 violated, 2 could not read, 3 undecided.')
    .action(async (file: string, options: Options) => {
      process.exitCode = await check(file, options);
    });
}

/** Steps of search for an order that nobody waits for: some tenths of a second. */
const ORDER_STEPS = 300_000;

/** More operations are not put in order unless somebody asks for it: it would be a long list. */
const MOST_ORDERED = 2_000;

async function check(file: string, options: Options): Promise<number> {
  const model = modelOf(options);
  const maxSteps = numberIn(options.maxSteps, '--max-steps');
  const seconds = options.timeout === undefined ? Infinity : numberIn(options.timeout, '--timeout');
  const history = await read(file, formatOf(file, options), model);
  if (history.intake.size === 0 && options.allowEmpty !== true) {
    throw new UsageError(
      `${file}: there are no operations; if that is intended, pass --allow-empty`,
    );
  }
  const deadline = Date.now() + 1000 * seconds;
  const limits = { maxSteps, isTimeUp: () => Date.now() > deadline };
  const parts = history.intake.parts();
  const against = judge(parts, model, limits, options.all === true);
  const findings = findingsOf(
    history,
    model,
    against,
    options.order === true ? maxSteps : undefined,
  );
  const isJson = options.json === true;
  console.log(
    isJson
      ? JSON.stringify(findingsJson(findings))
      : findingsText(findings, options.order === true),
  );
  const verdict = verdictOf(findings);
  return verdict === 'holds' ? EXIT.passed : verdict === 'violated' ? EXIT.failed : EXIT.undecided;
}

/** `orderSteps`: steps of search for an order of each key, if they are asked for. */
function findingsOf(
  { intake, origin }: ReadHistory,
  model: Model,
  against: readonly (Violated | Undecided)[],
  orderSteps: number | undefined,
): Findings {
  const parts = intake.parts();
  const violated = against.filter((each) => each.kind === 'violated');
  const undecided = against.filter((each) => each.kind === 'undecided');
  const orderOf = ({ operations }: Violated): Order | undefined =>
    operations.length <= MOST_ORDERED || orderSteps !== undefined
      ? longestOrder(operations, model, orderSteps ?? ORDER_STEPS)
      : undefined;
  const holds = orderSteps !== undefined && against.length === 0;
  return {
    model,
    counts: { operations: intake.size, clients: intake.clients, keys: parts.length },
    origin,
    violations: violated.map((each) => ({
      explanation: explainViolation(each),
      order: orderOf(each),
    })),
    undecided,
    orders: holds
      ? parts.map((part) => ({
          key: part.key,
          order: longestOrder(part.operations(), model, orderSteps),
        }))
      : [],
  };
}

async function read(file: string, format: Format, model: Model): Promise<ReadHistory> {
  try {
    return await readHistory(file, format, model);
  } catch (error) {
    if (error instanceof HistoryError) throw new UsageError(`${file}: ${error.message}`);
    if (error instanceof Error && 'code' in error) {
      throw new UsageError(`cannot read ${file}: ${error.message}`);
    }
    throw error;
  }
}

function modelOf({ model, initial }: Options): Model {
  try {
    return modelNamed(model, initial === undefined ? undefined : JSON.parse(initial));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new UsageError(`--initial takes a value as JSON, such as 0 or '"a"'; got ${initial}`);
    }
    if (error instanceof HistoryError) throw new UsageError(error.message);
    throw error;
  }
}

function formatOf(file: string, { format }: Options): Format {
  if (format === undefined) return file.endsWith('.edn') ? 'edn' : 'jsonl';
  if (format === 'jsonl' || format === 'edn') return format;
  throw new UsageError(`--format takes jsonl or edn; got '${format}'`);
}

function numberIn(text: string, option: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new UsageError(`${option} takes a number above 0; got '${text}'`);
}
