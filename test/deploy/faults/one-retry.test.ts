import { describe, expect, it } from 'vitest';
import { Bench } from '../broken/bench.js';
import { StateClient } from '../state-client.js';
import { testStack } from '../test-stack.js';
import { killedAndBack } from './killing.js';
import { LightLoad } from './light-load.js';

const { context } = testStack();
const bench = new Bench(context);
const client = new StateClient(context.facts);

/** What docs/faults.md promises for every tier. */
const healsWithinSeconds = 30;
/** What it promises for the load balancer. */
const writesAgainWithinMs = 5_000;
/** Two seconds at least: in these the load balancer also takes back what the case before this one had stopped. */
const aWhile = 60;

/** What may fail with a player's request open: one more try within a second goes through. */
describe('one retry is enough', { timeout: 3 * 60_000 }, () => {
  it.each([
    ['PgBouncer restarts', async () => await bench.docker(['restart', bench.container('pgbouncer-0')])],
    ['an instance of the app is killed', async () => await killedAndBack(bench, 'state-1', healsWithinSeconds)],
    ['an instance of the app restarts', async () => await bench.docker(['restart', bench.container('state-0')])],
  ])('when %s', async (_, fault) => {
    const load = new LightLoad(client);
    await load.goesOnFor(aWhile);
    await fault();
    await bench.untilHealthy('pgbouncer-0', 'state-0', 'state-1');
    await load.goesOnFor(aWhile);
    const { failed, lost } = await load.stop();
    expect(failed).toEqual([]);
    expect(lost).toEqual([]);
  });

  it('but when the load balancer itself restarts, which nobody stands in for: writes go on within 5 s', async () => {
    const load = new LightLoad(client);
    await load.goesOnFor(aWhile);
    await bench.docker(['restart', bench.container('state-lb-0')]);
    await bench.untilHealthy('state-lb-0');
    await load.goesOnFor(aWhile);
    const { acknowledged, failed, retried, lost, gapMs } = await load.stop();
    console.log(
      `${acknowledged} acknowledged, ${retried} tried again, ${failed.length} failed twice, no write for ${gapMs} ms`,
    );
    expect(lost).toEqual([]);
    expect(gapMs).toBeLessThan(writesAgainWithinMs);
  });
});
