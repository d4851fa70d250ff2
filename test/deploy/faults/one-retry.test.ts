import { describe, expect, it } from 'vitest';
import { Bench } from '../broken/bench.js';
import { StateClient } from '../state-client.js';
import { testStack } from '../test-stack.js';
import { killMainProcess } from './killing.js';
import { LightLoad } from './light-load.js';

const { context } = testStack();
const bench = new Bench(context);
const client = new StateClient(context.facts);

/** What may fail with a player's request open: one more try within a second goes through. */
describe('one retry is enough', { timeout: 3 * 60_000 }, () => {
  it.each([
    ['PgBouncer restarts', async () => await bench.docker(['restart', bench.container('pgbouncer-0')])],
    ['an instance of the app is killed', async () => await killMainProcess(bench, 'state-1')],
    ['an instance of the app restarts', async () => await bench.docker(['restart', bench.container('state-0')])],
  ])('when %s', async (_, fault) => {
    const load = new LightLoad(client);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await fault();
    await bench.untilHealthy('pgbouncer-0', 'state-0', 'state-1');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const { acknowledged, failed, lost } = await load.stop();
    expect(acknowledged).toBeGreaterThan(50);
    expect(failed).toEqual([]);
    expect(lost).toEqual([]);
  });

  it('but when the load balancer itself restarts, which nobody stands in for: writes go on within 5 s', async () => {
    const load = new LightLoad(client);
    await bench.docker(['restart', bench.container('state-lb-0')]);
    await bench.untilHealthy('state-lb-0');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const { acknowledged, failed, retried, lost, gapMs } = await load.stop();
    console.log(
      `${acknowledged} acknowledged, ${retried} tried again, ${failed.length} failed twice, no write for ${gapMs} ms`,
    );
    expect(lost).toEqual([]);
    expect(gapMs).toBeLessThan(5_000);
  });
});
