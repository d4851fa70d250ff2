import { afterAll, describe, expect, it } from 'vitest';
import { runSmoke } from '../../smoke/run-smoke.js';
import { Bench } from './broken/bench.js';
import type { BrokenStack } from './broken/broken-stack.js';
import { brokenStacks } from './broken/index.js';
import { sample } from './broken/sample.js';
import { testStack, type TestStack } from './test-stack.js';

const minuteMs = 60_000;

/** What the checks that fail say of the stack, by `tier: name`. */
async function failing({ checkout, stack }: TestStack, since?: Date): Promise<Record<string, string>> {
  const { results } = await runSmoke({ checkout, stack, since });
  const failed = results.filter(({ status }) => status === 'failed');
  return Object.fromEntries(failed.map(({ tier, name, detail }) => [`${tier}: ${name}`, detail]));
}

/** The ways to break a stack that this one has. */
function breakable(): BrokenStack[] {
  const { settings } = testStack().context;
  return brokenStacks.filter(({ isBreakable = () => true }) => isBreakable(settings));
}

describe('the smoke checks on a broken stack', () => {
  const stack = testStack();
  const bench = new Bench(stack.context);
  let repair = async (): Promise<void> => undefined;

  afterAll(async () => await repair(), 4 * minuteMs);

  it('pass before anything is broken', { timeout: 4 * minuteMs }, async () => {
    // What another file of tests has killed may be healthy a moment before the load balancers know.
    await expect.poll(async () => await failing(stack), { timeout: 2 * minuteMs, interval: 2_000 }).toEqual({});
  });

  it.each(sample(breakable()).map((broken) => [broken.what, broken] as const))(
    '%s',
    { timeout: 6 * minuteMs },
    async (_, { fails, mayFail = [], countsBreak, break: breakStack }) => {
      await repair();
      const since = new Date();
      repair = await breakStack(bench);
      const found = await failing(stack, countsBreak ? since : undefined);
      const certain = Object.entries(found).filter(([check]) => fails.includes(check) || !mayFail.includes(check));
      expect(Object.fromEntries(certain)).toEqual(
        Object.fromEntries(fails.map((check) => [check, expect.any(String)])),
      );
    },
  );

  it('pass after everything is repaired', { timeout: 6 * minuteMs }, async () => {
    await repair();
    repair = async () => undefined;
    expect(await failing(stack)).toEqual({});
  });
});
