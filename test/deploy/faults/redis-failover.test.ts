import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { Bench } from '../broken/bench.js';
import { redisCommands } from '../broken/logins.js';
import { run } from '../commands.js';
import { StateClient } from '../state-client.js';
import { testStack } from '../test-stack.js';
import { inspected, killedAndBack } from './killing.js';
import { LightLoad, type LoadReport } from './light-load.js';
import { namedPrimary, untilAnother, untilOnePrimary, untilReplica } from './redis-roles.js';

const minuteMs = 60_000;
const { context, stack } = testStack();
const bench = new Bench(context);
const client = new StateClient(context.facts);
const [keptKey, lateKey] = ['ps:kept', 'ps:late'];
/** What docs/faults.md promises for every tier. */
const healsWithinSeconds = 30;
/** What it promises the game while a Redis primary is away. */
const writesAgainWithinMs = 15_000;

const nothing = { failed: [], lost: [], heldUpForMs: 0 };

/** What was wrong for the game. */
function wrongOf({ acknowledged, failed, lost, gapMs }: LoadReport) {
  console.log(`${acknowledged} writes acknowledged, ${failed.length} failed twice, none for ${gapMs} ms`);
  return { failed, lost, heldUpForMs: gapMs < writesAgainWithinMs ? 0 : gapMs };
}

describe('a Redis primary that is killed', { timeout: 6 * minuteMs }, () => {
  it('is back with its data, or replaced with its data; the game goes on', async () => {
    const before = await namedPrimary(bench);
    const kept = `${Date.now()}`;
    await redisCommands(bench, before, `SET ${keptKey} ${kept} EX 600`, 'WAIT 1 1000');
    const load = new LightLoad(client);
    await load.goesOnFor(25);
    const seconds = await killedAndBack(bench, before, healsWithinSeconds);
    const after = await untilOnePrimary(bench);
    await load.goesOnFor(25);
    expect(wrongOf(await load.stop())).toEqual(nothing);
    expect(await redisCommands(bench, after, `GET ${keptKey}`)).toContain(kept);
    console.log(`${before} healthy after ${seconds.toFixed(1)} s; the primary is ${after === before ? 'it' : after}`);
  });
});

describe('a Redis primary that does not answer', { timeout: 6 * minuteMs }, () => {
  let load: LightLoad;
  let repair = async (): Promise<void> => {};

  beforeAll(() => {
    load = new LightLoad(client);
  });
  afterAll(async () => await repair(), minuteMs);

  it.each(['paused', 'paused once more'])('%s: the other takes over, and it comes back as its replica', async () => {
    const before = await namedPrimary(bench);
    repair = async () => void (await bench.docker(['unpause', bench.container(before)]));
    await bench.docker(['pause', bench.container(before)]);
    const after = await untilAnother(bench, before);
    expect(after).not.toBe(before);
    await repair();
    repair = async () => {};
    await untilReplica(bench, before);
  });

  it('cut off: what is written to it too late is gone, not merged', async () => {
    const before = await namedPrimary(bench);
    const network = `${stack}-data`;
    const address = await inspected(bench, before, `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`);
    repair = async () =>
      void (await bench.docker(['network', 'connect', '--ip', address, network, bench.container(before)]));
    await bench.docker(['network', 'disconnect', network, bench.container(before)]);
    const after = await untilAnother(bench, before);
    // What a primary does while nobody follows it is lost by design; min-replicas-to-write may refuse it.
    const late = await redisCommands(bench, before, `SET ${lateKey} late`).catch((error: unknown) => String(error));
    expect(late).toMatch(/OK|NOREPLICAS/);
    await repair();
    repair = async () => {};
    await untilReplica(bench, before);
    for (const redis of [before, after])
      expect(await redisCommands(bench, redis, `EXISTS ${lateKey}`)).toMatch(/0\s*$/);
  });

  it('loses no acknowledged write of the game, and holds none up for 15 s', async () => {
    await load.goesOnFor(25);
    expect(wrongOf(await load.stop())).toEqual(nothing);
  });

  it('leaves nothing to change: npm start keeps the new primary, and passes', async () => {
    const primary = await namedPrimary(bench);
    const { exitCode, output } = await run('npm', 'start', '--', '--stack', stack);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('nothing to change');
    expect(await namedPrimary(bench)).toBe(primary);
  });
});
