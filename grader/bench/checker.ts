import {
  casHistory,
  fewTextHistories,
  registerHistories,
  textHistory,
  versionedHistory,
} from '../../harness/check/linearizability/bench-histories.fixture.ts';
import { checkHistory } from '../../harness/check/linearizability/check.ts';
import { MODELS } from '../../harness/check/linearizability/models.ts';
import { atMost, medianMs, type Figure } from './measure.ts';

/** The checker on the histories that slow others down; goals are a tenth and less of what they need. */
export async function benchChecker(): Promise<Figure[]> {
  const small = versionedHistory(90_000);
  const large = versionedHistory(1_000_000);
  const text = textHistory(['x', 'y', 'z']);
  const registers = registerHistories(100);
  const fewTexts = fewTextHistories(100);
  const cas = casHistory();
  const check = (history: typeof text, model: keyof typeof MODELS) => (): void => {
    const verdict = checkHistory(history, MODELS[model]);
    if (verdict.kind !== 'holds')
      throw new Error(`a correct ${model} history came to ${verdict.kind}`);
  };
  return [
    atMost(
      '90,000 versioned operations, one key',
      await medianMs(check(small, 'versioned-kv')),
      50,
      'ms',
    ),
    atMost(
      '1,000,000 versioned operations',
      await medianMs(check(large, 'versioned-kv')),
      1_000,
      'ms',
    ),
    atMost('2,000 Get, Put, Append of 50 clients', await medianMs(check(text, 'kv')), 20, 'ms'),
    atMost(
      '340 Get, Put, Append of 10 clients, 3 values',
      (await medianMs(() => fewTexts.forEach((each) => check(each, 'kv')()))) / fewTexts.length,
      1,
      'ms',
    ),
    atMost(
      '500 compare-and-set of 50 clients, 5 values',
      await medianMs(check(cas, 'register')),
      10_000,
      'ms',
    ),
    atMost(
      '100 register histories, 15 of 80 unanswered',
      await medianMs(() => registers.forEach((each) => check(each, 'register')())),
      100,
      'ms',
    ),
  ];
}
