import { describe, expect, it } from 'vitest';
import { passed, skipped, type Check } from '../../smoke/outcome.js';
import { runChecks } from '../../smoke/run-checks.js';

const check = (name: string, run: Check<string>['run']): Check<string> => ({
  name,
  tier: 'redis',
  vantage: 'inside',
  run,
});

describe('running checks', () => {
  it('gives what each found, and how long it took', async () => {
    const checks = [check('one', async (context) => passed(context)), check('two', async () => skipped('no Redis'))];
    const results = await runChecks({ checks, context: 'asked' });
    expect(results).toEqual([
      { name: 'one', tier: 'redis', vantage: 'inside', status: 'passed', detail: 'asked', ms: expect.any(Number) },
      { name: 'two', tier: 'redis', vantage: 'inside', status: 'skipped', detail: 'no Redis', ms: expect.any(Number) },
    ]);
  });

  it('takes an error for a failure, every cause in one line', async () => {
    const refused = new AggregateError([
      new Error('connect\nrefused'),
      new Error('connect refused'),
      new Error('reset'),
    ]);
    const checks = [check('one', async () => Promise.reject(refused))];
    expect(await runChecks({ checks, context: '' })).toMatchObject([
      { status: 'failed', detail: 'connect refused, reset' },
    ]);
  });

  it('does not wait for a check for ever', async () => {
    const checks = [check('one', async () => new Promise(() => undefined)), check('two', async () => passed('ok'))];
    const results = await runChecks({ checks, context: '', timeoutMs: 50, concurrency: 1 });
    expect(results).toMatchObject([{ status: 'failed', detail: 'no verdict within 0.05 s' }, { status: 'passed' }]);
  });

  it('hides secrets in details', async () => {
    const checks = [check('one', async () => Promise.reject(new Error('no user with abcdefgh1 here')))];
    const [result] = await runChecks({ checks, context: '', secrets: ['abcdefgh1'] });
    expect(result?.detail).toBe('no user with [secret] here');
  });

  it('runs as many at once as it is told', async () => {
    let running = 0;
    let most = 0;
    const slow = check('slow', async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running -= 1;
      return passed('');
    });
    await runChecks({ checks: Array.from({ length: 6 }, () => slow), context: '', concurrency: 3 });
    expect(most).toBe(3);
  });

  it('tells each result as it comes', async () => {
    const told: string[] = [];
    const checks = [check('one', async () => passed('')), check('two', async () => passed(''))];
    await runChecks({ checks, context: '', concurrency: 1, onResult: ({ name }) => told.push(name) });
    expect(told).toEqual(['one', 'two']);
  });
});
