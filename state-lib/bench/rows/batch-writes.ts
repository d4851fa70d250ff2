import { Pool } from 'pg';
import { entities as table } from '../../src/schema/entities.js';
import { openState } from '../../src/state.js';
import type { State } from '../../src/state.js';
import { statementOf } from '../../src/store/row-writes.js';
import { trusted } from '../../test/backing/states.js';
import { oneByOne } from '../closed-loop.js';
import type { Course } from '../measure.js';
import { stateSettings } from '../programs.js';
import { faster, standingsDetail } from '../result.js';
import type { Outcome } from '../result.js';
import { alternate } from '../rounds.js';
import type { Contender, Standing } from '../rounds.js';
import { handPool } from '../sources.js';
import { makeEntities, owner } from '../world.js';

const batch = 100;
const payload = { owner: 'somebody', health: 12, state: 'y'.repeat(40) };

/** Updates of 100 rows by one statement: raw pg with the library's own SQL, the library without a cache, and with one. */
export async function measure({ programs, pace, progress }: Course): Promise<Outcome> {
  const { entities } = await makeEntities(programs, 4_000, 80);
  const pool = handPool(programs);
  const { database, coherence } = stateSettings(programs);
  const contender = (name: string, write: (ids: string[]) => Promise<unknown>): Contender => {
    let next = 0;
    const call = async (): Promise<unknown> => {
      const start = (next++ * batch) % entities.length;
      return await write(entities.slice(start, start + batch));
    };
    return { name, round: async (milliseconds) => await oneByOne(() => undefined, call, milliseconds) };
  };
  const update =
    (state: State) =>
    async (ids: string[]): Promise<unknown> =>
      await state.entities.updateMany(ids.map((key) => ({ key, change: { payload } })));

  progress('batch writes: cache off');
  const uncached = await openState({ database, coherence });
  await uncached.entities.updateMany([{ key: entities[0] as string, change: { payload } }]);
  const off = await alternate(
    [contender('raw pg, cache off', await raw(pool)), contender('state-lib, cache off', update(uncached))],
    pace,
  );
  await uncached.close();
  progress('batch writes: coherent');
  const cached = await openState(stateSettings(programs));
  await trusted(cached);
  const on = await alternate(
    [contender('raw pg', await raw(pool)), contender('state-lib, coherent', update(cached))],
    pace,
  );
  const [rawOff, oursOff, rawOn, oursOn] = [...off, ...on] as [Standing, Standing, Standing, Standing];
  const unit = 'batches per second';
  return {
    results: [
      faster('batch write of 100, cache off', oursOff, rawOff, 0.85, unit),
      faster('batch write of 100, coherent (quarantine and finalize)', oursOn, rawOn, 0.45, unit),
    ],
    details: [standingsDetail('Batch writes', [...off, ...on])],
  };

  /** The same statement with the same parameters, whose guard is taken for granted. */
  async function raw(client: Pool): Promise<(ids: string[]) => Promise<unknown>> {
    const admin = await owner(programs);
    const { rows } = await admin.query<{ generation: string }>('SELECT generation FROM cache_epoch');
    await admin.end();
    const generation = rows[0]?.generation;
    const deadline = new Date(Date.now() + 86_400_000).toISOString();
    const { text } = statementOf(table, {
      kind: 'update',
      fields: ['payload'],
      pinned: true,
      locked: false,
      whole: false,
    });
    return async (ids) => {
      const nulls = ids.map(() => null);
      const regions = ids.map(() => '0_0_0');
      const payloads = ids.map(() => JSON.stringify(payload));
      const result = await client.query({
        ...{ name: 'hand_update', text, values: [generation, deadline, ids, nulls, regions, payloads] },
      });
      if (result.rows.length !== ids.length || result.rows[0].held !== true || result.rows[0].after === null)
        throw new Error('the raw statement wrote nothing: the epoch moved meanwhile');
      return result;
    };
  }
}
