import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from '../broken/bench.js';
import { sample } from '../broken/sample.js';
import { run } from '../commands.js';
import { StateClient } from '../state-client.js';
import { testStack } from '../test-stack.js';
import { killedAndBack, replicaNames } from './killing.js';
import { LightLoad } from './light-load.js';

const minuteMs = 60_000;
/** What docs/faults.md promises for every tier. */
const healsWithinSeconds = 30;
/** What the database promises: writes go on within this time of a node's death. */
const writesAgainWithinMs = 15_000;

const { context, stack } = testStack();
const bench = new Bench(context);

describe('a main process that is killed', { timeout: 5 * minuteMs }, () => {
  let replicas: string[] = [];
  let load: LightLoad;
  const seconds: Record<string, number> = {};

  beforeAll(async () => {
    replicas = await replicaNames(bench);
    load = new LightLoad(new StateClient(context.facts));
  });

  afterAll(() => console.table(seconds));

  it('comes back healthy by itself', async () => {
    expect(replicas.length).toBeGreaterThan(12);
    for (const replica of sample(replicas, 5)) {
      seconds[replica] = Math.round((await killedAndBack(bench, replica, healsWithinSeconds)) * 10) / 10;
    }
  });

  it('loses no acknowledged write, and holds up writes for less than 15 s', async () => {
    const { acknowledged, lost, gapMs } = await load.stop();
    expect(acknowledged).toBeGreaterThan(50);
    expect(lost).toEqual([]);
    expect(gapMs).toBeLessThan(writesAgainWithinMs);
  });

  it('leaves nothing to change, and passes the smoke checks', async () => {
    const { exitCode, output } = await run('npm', 'start', '--', '--stack', stack);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('nothing to change');
  });
});

describe('a container that a person killed or removed', { timeout: 5 * minuteMs }, () => {
  it('is restored by npm start', async () => {
    await bench.docker(['kill', bench.container('redis-1'), bench.container('pgbouncer-0')]);
    await bench.docker(['rm', '--force', bench.container('redis-sentinel-2'), bench.container('state-1')]);
    expect(await run('npm', 'start', '--', '--stack', stack)).toMatchObject({ exitCode: 0 });
    expect(await run('npm', 'run', '--silent', 'status', '--', '--stack', stack)).toMatchObject({ exitCode: 0 });
  });
});
