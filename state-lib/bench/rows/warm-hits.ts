import { Redis } from 'ioredis';
import { openState } from '../../src/state.js';
import { bareLoader } from '../bare-loader.js';
import { closedLoop } from '../closed-loop.js';
import type { Course } from '../measure.js';
import { openPeer, peerKinds } from '../peer.js';
import type { PeerKind } from '../peer.js';
import { stateSettings } from '../programs.js';
import { faster, noSlower, standingsDetail } from '../result.js';
import type { Outcome } from '../result.js';
import { alternate } from '../rounds.js';
import type { Contender, Standing } from '../rounds.js';
import { jsonRow, readRow } from '../sources.js';
import { seeded, pick } from '../../histories/random.js';
import { trusted } from '../../test/backing/states.js';
import { makeEntities } from '../world.js';

const inFlight = 256;

/** Warm hits of single reads: about 250 bytes of JSON, 10,000 keys. */
export async function measure({ programs, pace, progress }: Course): Promise<Outcome> {
  const { entities } = await makeEntities(programs, 10_000, 80);
  const port = programs.redis[0] as number;
  const redis = new Redis({ host: '127.0.0.1', port, replyMapping: 'legacy' });
  await redis.flushall();
  const state = await openState(stateSettings(programs));
  await trusted(state);
  const read = readRow(programs);
  const random = seeded(1);
  const contender = (name: string, call: (id: string) => Promise<unknown>): Contender => ({
    name,
    round: async (milliseconds) =>
      await closedLoop(async () => await call(pick(random, entities)), inFlight, milliseconds),
  });
  for (let start = 0; start < entities.length; start += 500) {
    const some = entities.slice(start, start + 500);
    const rows = await state.entities.getMany(some);
    await redis.mset(Object.fromEntries(some.map((id, index) => [`bare:${id}`, jsonRow(rows[index])])));
  }
  const load = bareLoader(redis);
  const bare = contender('bare MGET of a tick', async (id) => await load(`bare:${id}`));
  const ours = contender('state-lib', async (id) => await state.entities.get(id));
  const open = async (kind: PeerKind): Promise<Contender> => {
    const peer = await openPeer(kind, { port, db: (db += 1), ttl: 3_600, ...read });
    const name = `${kind.name}, ${kind.mode}, ${kind.tuning}`;
    progress(`warm hits: ${name} fills`);
    for (let start = 0; start < entities.length; start += 200)
      await Promise.all(entities.slice(start, start + 200).map(async (id) => await peer.get(id)));
    return contender(name, async (id) => await peer.get(id));
  };
  let db = 0;
  const peers: Contender[] = [];
  for (const kind of (await peerKinds()).filter(({ mode }) => mode === 'shared')) peers.push(await open(kind));
  progress('warm hits: rounds');
  const standings = await alternate([bare, ours, ...peers], pace);
  const [limit, us, ...others] = standings as [Standing, Standing, ...Standing[]];
  const hand = others.pop() as Standing;
  const fastest = others.reduce((one, other) => (other.perSecond > one.perSecond ? other : one));
  return {
    results: [
      faster('warm hits, single reads, 256 in flight', us, limit, 0.8),
      faster('the same, against DataLoader over MGET', us, hand, 0.8),
      noSlower('the same, P99', us, limit),
      noSlower('the same, P99 against DataLoader', us, hand),
      faster('the same, against the fastest library in shared-cache mode', us, fastest, 2.5),
    ],
    details: [standingsDetail('Warm hits', standings)],
  };
}
