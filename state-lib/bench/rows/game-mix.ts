import { Redis } from 'ioredis';
import { delayedLink } from '../game/delayed-link.js';
import { edge, game, regionName } from '../game/player.js';
import { ourSide, peerSide } from '../game/sides.js';
import type { OpenSide } from '../game/sides.js';
import { leastRate, sustained } from '../game/sustained.js';
import type { Course } from '../measure.js';
import { openLoop } from '../open-loop.js';
import { peerKinds } from '../peer.js';
import { stateSettings } from '../programs.js';
import type { Programs } from '../programs.js';
import type { Detail, Outcome, Result } from '../result.js';
import { makeEntities, makeRegions } from '../world.js';

/** The three that warm hits found to be fastest in the mode in which every read asks Redis. */
const rivals = /async-cache-dedupe|layered-loader|bentocache/;

interface Standing {
  readonly name: string;
  readonly perSecond: number;
  readonly hits: number;
  readonly stale: number;
  readonly row: readonly (string | number)[];
}

const parts = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / 500) }, (_, index) => ids.slice(index * 500, (index + 1) * 500));

/** 10,000 things that move and 3,000 regions, asked for as game servers do; popularity by zipf, with and without 2 ms on both links. */
export async function measure(course: Course): Promise<Outcome> {
  const { programs, quick } = course;
  const { entities } = await makeEntities(programs, 10_000, 80);
  const names = [-1, 0, 1].flatMap((z) =>
    Array.from(
      { length: (edge + 2) ** 2 },
      (_, index) => [(index % (edge + 2)) - 1, Math.floor(index / (edge + 2)) - 1, z] as const,
    ),
  );
  await makeRegions(
    programs,
    names.map(([x, y, z]) => ({ id: regionName(x, y, z), x, y, z })),
  );
  const regions = names.map(([x, y, z]) => regionName(x, y, z));
  const results: Result[] = [];
  const details: Detail[] = [];
  for (const delay of quick ? [0] : [0, 2])
    for (const skew of quick ? [0.99] : [0.99, 1.2]) {
      const standings = await compare(course, entities, regions, { delay, skew });
      const [ours, ...others] = standings as [Standing, ...Standing[]];
      const fastest = others.reduce((one, other) => (other.perSecond > one.perSecond ? other : one));
      const ratio = ours.perSecond / fastest.perSecond;
      const what = `game mix, zipf ${skew}, ${delay} ms on the links`;
      results.push(
        {
          ...{
            measure: `${what}: sustained moves per second`,
            ours: ours.perSecond,
            reference: fastest.perSecond,
            ratio,
          },
          ...{
            goal: '≥ 2',
            spread: null,
            pass: ratio >= 2,
            note: `P95 < 10 ms, P99 < 50 ms; reference: ${fastest.name}`,
          },
        },
        {
          ...{ measure: `${what}: hit rate, stale reads`, ours: `${(100 * ours.hits).toFixed(1)} %, ${ours.stale}` },
          ...{
            reference: `${(100 * fastest.hits).toFixed(1)} %, ${fastest.stale}`,
            ratio: null,
            goal: '> 90 %, 0',
            spread: null,
          },
          pass: ours.hits > 0.9 && ours.stale === 0,
        },
      );
      details.push({
        title: what,
        head: [
          'contender',
          'moves per second',
          'P50 ms',
          'P95 ms',
          'P99 ms',
          'hit rate',
          'stale reads',
          'rows read',
          'writes',
        ],
        rows: standings.map(({ row }) => row),
      });
    }
  return { results, details };
}

async function compare(
  { programs, quick, progress }: Course,
  entities: readonly string[],
  regions: readonly string[],
  { delay, skew }: { delay: number; skew: number },
): Promise<Standing[]> {
  const [seconds, steps] = quick ? [1, 2] : [2, 5];
  const port = programs.redis[0] as number;
  const redis = new Redis({ host: '127.0.0.1', port });
  const links =
    delay === 0 ? [] : await Promise.all([programs.pgbouncer, port].map(async (to) => await delayedLink(to, delay)));
  const [pgbouncer, cachePort] = [links[0]?.port ?? programs.pgbouncer, links[1]?.port ?? port];
  const reached: Programs = { ...programs, pgbouncer };
  const { cache, ...settings } = stateSettings(reached);
  const direct = { ...cache, sentinels: [], address: { host: '127.0.0.1', port: cachePort } };
  const kinds = (await peerKinds()).filter(
    ({ name, mode, tuning }) => rivals.test(name) && mode === 'shared' && tuning === 'tuned',
  );
  const contenders: readonly (readonly [string, () => Promise<OpenSide>])[] = [
    ['state-lib', async () => await ourSide({ ...settings, cache: direct })],
    ...kinds.map((kind) => [kind.name, async () => await peerSide(kind, reached, cachePort)] as const),
  ];
  const standings: Standing[] = [];
  for (const [name, open] of contenders) {
    progress(`game mix, zipf ${skew}, ${delay} ms: ${name}`);
    await redis.flushall();
    const side = await open();
    const players = game(side, entities, skew, 7);
    const { move, score } = players;
    for (const part of parts(regions)) await side.regions(part);
    for (const part of parts(entities)) await side.entities(part);
    await openLoop(move, 40, 2);
    const [missed, reads] = [side.missed(), score.reads];
    const { perSecond, sample } = await sustained(players, seconds, steps);
    const hits = 1 - (side.missed() - missed) / (score.reads - reads);
    const { p50 = 0, p95 = 0, p99 = 0 } = sample ?? {};
    const share = `${(100 * hits).toFixed(1)} %`;
    standings.push({
      name,
      perSecond,
      hits,
      stale: score.stale,
      row: [
        name,
        perSecond === 0 ? `under ${leastRate}` : perSecond,
        p50,
        p95,
        p99,
        share,
        score.stale,
        score.reads,
        score.writes,
      ],
    });
    await side.close();
  }
  for (const link of links) link.close();
  redis.disconnect();
  return standings;
}
