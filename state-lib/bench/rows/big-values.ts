import { Redis } from 'ioredis';
import { pick, seeded } from '../../histories/random.js';
import { openState } from '../../src/state.js';
import { trusted } from '../../test/backing/states.js';
import { closedLoop } from '../closed-loop.js';
import type { Course } from '../measure.js';
import { stateSettings } from '../programs.js';
import { faster, standingsDetail } from '../result.js';
import type { Detail, Outcome, Result } from '../result.js';
import { alternate } from '../rounds.js';
import type { Contender, Standing } from '../rounds.js';
import { jsonRow } from '../sources.js';
import { makeEntities } from '../world.js';

const inFlight = 64;
const chunks = 256;

/** Hot voxel chunks of 16 and 64 KB, against GET and JSON.parse of the same row. */
export async function measure(course: Course): Promise<Outcome> {
  const results: Result[] = [];
  const details: Detail[] = [];
  for (const kilobytes of [16, 64]) {
    const [ours, raw] = await compare(course, kilobytes);
    results.push(faster(`${kilobytes} KB voxel chunks, hot, ${inFlight} in flight`, ours, raw, 3));
    details.push(standingsDetail(`${kilobytes} KB values`, [ours, raw]));
  }
  return { results, details };
}

async function compare({ programs, pace, progress }: Course, kilobytes: number): Promise<[Standing, Standing]> {
  progress(`${kilobytes} KB values`);
  const { entities } = await makeEntities(programs, chunks, kilobytes * 1_024);
  const redis = new Redis({ host: '127.0.0.1', port: programs.redis[0] as number, replyMapping: 'legacy' });
  await redis.flushall();
  const state = await openState(stateSettings(programs));
  await trusted(state);
  for (const id of entities) await redis.set(`raw:${id}`, jsonRow(await state.entities.get(id)));
  const random = seeded(2);
  const contender = (name: string, call: (id: string) => Promise<unknown>): Contender => ({
    name,
    round: async (milliseconds) =>
      await closedLoop(async () => await call(pick(random, entities)), inFlight, milliseconds),
  });
  const standings = await alternate(
    [
      contender('state-lib', async (id) => await state.entities.get(id)),
      contender('GET and JSON.parse', async (id) => JSON.parse((await redis.get(`raw:${id}`)) as string)),
    ],
    pace,
  );
  await state.close();
  redis.disconnect();
  return standings as [Standing, Standing];
}
