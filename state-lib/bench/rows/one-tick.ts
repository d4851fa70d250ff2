import { Redis } from 'ioredis';
import { openState } from '../../src/state.js';
import { trusted } from '../../test/backing/states.js';
import { oneByOne } from '../closed-loop.js';
import type { Course } from '../measure.js';
import { stateSettings } from '../programs.js';
import { faster, standingsDetail } from '../result.js';
import type { Outcome } from '../result.js';
import { alternate } from '../rounds.js';
import type { Contender, Standing } from '../rounds.js';
import { handPool, joinStatement, oneStatement } from '../sources.js';
import { makeEntities } from '../world.js';

const batch = 100;

/** 100 single reads in one tick: cache off, all misses, and what is written by hand instead. */
export async function measure({ programs, pace }: Course): Promise<Outcome> {
  const { entities } = await makeEntities(programs, 40_000, 80);
  const redis = new Redis({ host: '127.0.0.1', port: programs.redis[0] as number });
  await redis.flushall();
  const { database, coherence } = stateSettings(programs);
  const uncached = await openState({ database, coherence });
  const cached = await openState(stateSettings(programs));
  await trusted(cached);
  const pool = handPool(programs);
  const batches = Array.from({ length: entities.length / batch }, (_, index) =>
    entities.slice(index * batch, (index + 1) * batch),
  );
  const contender = (name: string, call: (ids: readonly string[]) => Promise<unknown>): Contender => {
    let next = 0;
    // What was filled is dropped each time that all batches were read.
    const prepare = (): Promise<unknown> | undefined => (next % batches.length === 0 ? redis.flushall() : undefined);
    const round: Contender['round'] = async (milliseconds) => {
      next = 0;
      const read = async (): Promise<unknown> => await call(batches[next++ % batches.length] as string[]);
      return await oneByOne(prepare, read, milliseconds);
    };
    return { name, round };
  };
  const standings = await alternate(
    [
      contender('one unnest join by hand', async (ids) => await pool.query({ ...joinStatement, values: [ids] })),
      contender('100 named queries by a pool of 10', async (ids) =>
        Promise.all(ids.map(async (id) => await pool.query({ ...oneStatement, values: [id] }))),
      ),
      contender('state-lib, cache off', async (ids) =>
        Promise.all(ids.map(async (id) => await uncached.entities.get(id))),
      ),
      contender('state-lib, cache off, one call', async (ids) => await uncached.entities.getMany(ids)),
      contender('state-lib, all misses', async (ids) =>
        Promise.all(ids.map(async (id) => await cached.entities.get(id))),
      ),
    ],
    pace,
  );
  const [join, queries, off, many, misses] = standings as [Standing, Standing, Standing, Standing, Standing];
  const unit = 'batches per second';
  return {
    results: [
      faster('100 single reads in one tick, cache off', off, join, 0.85, unit),
      faster('the same, all misses, leases and fills included', misses, join, 0.35, unit),
      faster('the same, all misses, against 100 named queries', misses, queries, 3, unit),
      faster('uncached batch read of 100', many, join, 0.85, unit),
    ],
    details: [standingsDetail('100 reads in one tick', standings)],
  };
}
