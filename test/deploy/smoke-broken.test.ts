import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSmoke } from '../../smoke/run-smoke.js';
import { Bench } from './broken/bench.js';
import { brokenStacks } from './broken/index.js';
import { sample } from './broken/sample.js';
import { deployedTestStack, type TestStack } from './deployed-test-stack.js';

const minuteMs = 60_000;

/** What the checks that fail say of the stack, by `tier: name`. */
async function failing({ checkout, stack }: TestStack, since?: Date): Promise<Record<string, string>> {
  const { results } = await runSmoke({ checkout, stack, since });
  const failed = results.filter(({ status }) => status === 'failed');
  return Object.fromEntries(failed.map(({ tier, name, detail }) => [`${tier}: ${name}`, detail]));
}

describe('the smoke checks on a broken stack', () => {
  let stack: TestStack;
  let bench: Bench;
  let repair = async (): Promise<void> => undefined;

  beforeAll(async () => {
    stack = await deployedTestStack();
    bench = new Bench(stack.context);
  });

  afterAll(async () => await repair(), 4 * minuteMs);

  it('pass before anything is broken', { timeout: 2 * minuteMs }, async () => {
    expect(await failing(stack)).toEqual({});
  });

  for (const { what, fails, countsBreak, break: breakStack } of sample(brokenStacks)) {
    it(what, { timeout: 6 * minuteMs }, async () => {
      await repair();
      const since = new Date();
      repair = await breakStack(bench);
      const found = await failing(stack, countsBreak ? since : undefined);
      expect(found).toEqual(Object.fromEntries(fails.map((check) => [check, expect.any(String)])));
    });
  }

  it('pass after everything is repaired', { timeout: 6 * minuteMs }, async () => {
    await repair();
    repair = async () => undefined;
    expect(await failing(stack)).toEqual({});
  });
});
