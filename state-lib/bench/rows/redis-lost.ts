import { setTimeout } from 'node:timers/promises';
import { pick, seeded } from '../../histories/random.js';
import { openState } from '../../src/state.js';
import type { State } from '../../src/state.js';
import { trusted } from '../../test/backing/states.js';
import { until } from '../../test/backing/until.js';
import type { Course } from '../measure.js';
import { openLoop } from '../open-loop.js';
import type { OpenSample } from '../open-loop.js';
import { RedisPair } from '../outage.js';
import type { Outage } from '../outage.js';
import { stateSettings } from '../programs.js';
import type { Detail, Outcome, Result } from '../result.js';
import { median, takeTurns } from '../rounds.js';
import { makeEntities } from '../world.js';

const [perSecond, seconds] = [200, 6];
const outages = ['hung', 'dead'] as const;
const titles = { hung: 'hung', dead: 'dead, then another one primary' } as const;

/** Reads during one outage, and milliseconds until the first write was acknowledged. */
interface Lost extends OpenSample {
  readonly write: number;
}

/** Reads at a fixed rate while Redis hangs, and while it is dead and its Sentinels make another one primary; the first write then. */
export async function measure({ programs, quick, progress }: Course): Promise<Outcome> {
  const { entities } = await makeEntities(programs, 1_000, 80);
  const settings = stateSettings(programs);
  // The library's own times, which the other rows lengthen.
  const cache = settings.cache && { ...settings.cache, commandTimeoutMs: undefined };
  const state = await openState({ database: settings.database, cache });
  const random = seeded(3);
  const read = async (): Promise<unknown> => await state.entities.get(pick(random, entities));
  const pair = new RedisPair(programs);
  const lose = async (outage: Outage): Promise<Lost> => {
    await settled(state);
    await state.entities.getMany(entities);
    progress(`Redis ${titles[outage]}`);
    const mend = await pair.breakPrimary(outage);
    const [reads, write] = await Promise.all([
      openLoop(read, perSecond, seconds),
      firstWrite(state, entities[0] as string),
    ]);
    await mend();
    return { ...reads, write };
  };
  try {
    await trusted(state);
    // Warm-up.
    await openLoop(read, perSecond, 1);
    const lost = await takeTurns(
      outages.map((outage) => async () => await lose(outage)),
      quick ? 2 : 5,
    );
    return {
      results: outages.flatMap((outage, index) => results(outage, lost[index] as Lost[])),
      details: outages.map((outage, index) => detail(outage, lost[index] as Lost[])),
    };
  } finally {
    await state.close();
    await pair.close();
  }
}

/** Waits until the cache is trusted, and until writes no longer wait for trust in what was there before it, which takes 2.1 s. */
async function settled(state: State): Promise<void> {
  await trusted(state);
  await setTimeout(3_000);
}

/** A write that fails is tried again, as whoever must write would. */
async function firstWrite(state: State, key: string): Promise<number> {
  const start = performance.now();
  const payload = { owner: 'somebody', health: 1 };
  await until(async () => await state.entities.update(key, { payload }), 60_000);
  return performance.now() - start;
}

function results(outage: Outage, rounds: readonly Lost[]): Result[] {
  const [p99s, writes] = [rounds.map(({ p99 }) => p99), rounds.map(({ write }) => write)];
  const errors = rounds.reduce((sum, round) => sum + round.errors, 0);
  const p99 = median(p99s);
  const ofRounds = `median of ${rounds.length} rounds`;
  const plain = { ratio: null, spread: null } as const;
  const name = `Redis ${titles[outage]}`;
  return [
    {
      ...{ measure: `${name}: P99 of reads, errors`, ours: p99, reference: `${errors} errors`, ...plain },
      ...{ goal: '< 100, 0', pass: p99 < 100 && errors === 0 },
      note: `ms; ${perSecond} reads a second; ${ofRounds}, worst ${Math.max(...p99s).toFixed(1)}; errors of all rounds`,
    },
    {
      ...{ measure: `${name}: first write`, ours: median(writes), reference: '', ...plain, goal: null, pass: null },
      note: `ms until it is acknowledged; ${ofRounds}, ${Math.min(...writes).toFixed(0)} to ${Math.max(...writes).toFixed(0)}`,
    },
  ];
}

function detail(outage: Outage, rounds: readonly Lost[]): Detail {
  return {
    title: `Redis ${titles[outage]}`,
    head: ['round', 'reads', 'P50 ms', 'P99 ms', 'longest ms', 'errors', 'first write ms'],
    rows: rounds.map(({ calls, p50, p99, max, errors, write }, index) => [
      ...[index + 1, calls, p50, p99, max, errors, write],
    ]),
  };
}
