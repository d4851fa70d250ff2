import { Redis } from 'ioredis';
import { delayedLink } from '../game/delayed-link.js';
import { makePlanet } from '../game/planet.js';
import type { Planet } from '../game/planet.js';
import { play } from '../game/played.js';
import type { Entrant, Played } from '../game/played.js';
import { ourSide, peerSide } from '../game/sides.js';
import { leastRate } from '../game/sustained.js';
import type { Sustained } from '../game/sustained.js';
import type { Course } from '../measure.js';
import { peerKinds } from '../peer.js';
import { stateSettings } from '../programs.js';
import type { Programs } from '../programs.js';
import type { Detail, Outcome, Result } from '../result.js';
import { median } from '../rounds.js';

/** The three that warm hits found to be fastest in the mode in which every read asks Redis. */
const rivals = /async-cache-dedupe|layered-loader|bentocache/;

/** How rates are looked for: roughly to find the fastest rival, then in turns. */
interface Effort {
  readonly seconds: number;
  /** Of the first rate of each. */
  readonly roughSteps: number;
  readonly steps: number;
  readonly turns: number;
}

const full: Effort = { seconds: 2, roughSteps: 1, steps: 4, turns: 5 };
const quick: Effort = { seconds: 1, roughSteps: 0, steps: 2, turns: 1 };

interface Standing {
  readonly name: string;
  readonly rates: readonly number[];
  readonly hits: number;
  readonly stale: number;
  readonly row: readonly (string | number)[];
}

/** 10,000 things that move and the regions around them, asked for as game servers do; popularity by zipf, with and without 2 ms on both links. */
export async function measure(course: Course): Promise<Outcome> {
  const planet = await makePlanet(course.programs);
  const results: Result[] = [];
  const details: Detail[] = [];
  for (const delay of course.quick ? [0] : [0, 2])
    for (const skew of course.quick ? [0.99] : [0.99, 1.2]) {
      const what = `game mix, zipf ${skew}, ${delay} ms on the links`;
      const { finalists, standings } = await compare(course, planet, { delay, skew });
      results.push(...compared(what, finalists));
      details.push({ title: what, head: heads, rows: standings.map(({ row }) => row) });
    }
  return { results, details };
}

function compared(what: string, [ours, fastest]: readonly [Standing, Standing]): Result[] {
  const ratios = ours.rates.map((rate, turn) => rate / Math.max(leastRate, fastest.rates[turn] as number));
  const ratio = median(ratios);
  return [
    {
      ...{ measure: `${what}: sustained moves per second`, ours: median(ours.rates), reference: median(fastest.rates) },
      ...{ ratio, goal: '≥ 2', spread: [Math.min(...ratios), Math.max(...ratios)], pass: ratio >= 2 },
      note: `P95 < 10 ms, P99 < 50 ms; reference: ${fastest.name}`,
    },
    {
      ...{ measure: `${what}: hit rate, stale reads`, ours: `${percent(ours.hits)}, ${ours.stale}` },
      ...{ reference: `${percent(fastest.hits)}, ${fastest.stale}`, ratio: null, goal: '> 90 %, 0', spread: null },
      pass: ours.hits > 0.9 && ours.stale === 0,
    },
  ];
}

const heads = [
  ...['contender', 'moves per second', 'of each turn', 'P50 ms', 'P95 ms', 'P99 ms'],
  ...['hit rate', 'stale reads', 'rows read', 'writes'],
];

/** Everybody once, to find the fastest rival; then that one and ours in turns. */
async function compare(
  { programs, quick: isQuick, progress }: Course,
  planet: Planet,
  { delay, skew }: { readonly delay: number; readonly skew: number },
): Promise<{ finalists: [Standing, Standing]; standings: Standing[] }> {
  const { seconds, roughSteps, steps, turns } = isQuick ? quick : full;
  const say = (text: string): void => progress(`game mix, zipf ${skew}, ${delay} ms: ${text}`);
  const port = programs.redis[0] as number;
  const redis = new Redis({ host: '127.0.0.1', port });
  const links =
    delay === 0 ? [] : await Promise.all([programs.pgbouncer, port].map(async (to) => await delayedLink(to, delay)));
  const [our, ...theirs] = await entrants(programs, links[0]?.port ?? programs.pgbouncer, links[1]?.port ?? port);
  const heats: Standing[] = [];
  for (const entrant of [our, ...theirs]) {
    say(entrant.name);
    await redis.flushall();
    const played = await play(entrant, planet, skew);
    const heat = standing(played, [await played.attempt(seconds, roughSteps)]);
    say(`${entrant.name}: about ${heat.row[1]} moves a second`);
    heats.push(heat);
    await played.close();
  }
  const [ourHeat, ...theirHeats] = heats as [Standing, ...Standing[]];
  const best = theirHeats.reduce((one, other) => ((other.rates[0] ?? 0) > (one.rates[0] ?? 0) ? other : one));
  await redis.flushall();
  const pair = [our, theirs[theirHeats.indexOf(best)] as Entrant];
  const played = await Promise.all(pair.map(async (entrant) => await play(entrant, planet, skew)));
  const found: [Sustained[], Sustained[]] = [[], []];
  for (let turn = 0; turn < turns; turn += 1)
    for (const index of turn % 2 === 0 ? [0, 1] : [1, 0]) {
      const { name, attempt } = played[index] as Played;
      say(`${name}, turn ${turn + 1} of ${turns}`);
      const heat = (index === 0 ? ourHeat : best).rates[0] ?? 0;
      globalThis.gc?.();
      const rate = await attempt(seconds, steps, Math.max(leastRate, Math.round(heat / 2)));
      say(`${name}: ${rate.perSecond} moves a second`);
      found[index]?.push(rate);
    }
  const finalists = found.map((list, index) => standing(played[index] as Played, list)) as [Standing, Standing];
  for (const { close } of played) await close();
  for (const link of links) link.close();
  redis.disconnect();
  return { finalists, standings: [...finalists, ...theirHeats.filter((heat) => heat !== best)] };
}

async function entrants(programs: Programs, pgbouncer: number, redis: number): Promise<[Entrant, ...Entrant[]]> {
  const reached: Programs = { ...programs, pgbouncer };
  const { cache, ...settings } = stateSettings(reached);
  const direct = { ...cache, sentinels: [], address: { host: '127.0.0.1', port: redis } };
  const kinds = (await peerKinds()).filter(
    ({ name, mode, tuning }) => rivals.test(name) && mode === 'shared' && tuning === 'tuned',
  );
  return [
    { name: 'state-lib', open: async () => await ourSide({ ...settings, cache: direct }) },
    ...kinds.map((kind) => ({ name: kind.name, open: async () => await peerSide(kind, reached, redis) })),
  ];
}

function standing({ name, score, hits }: Played, turns: readonly Sustained[]): Standing {
  const rates = turns.map(({ perSecond }) => Math.round(perSecond));
  const middle = rates.toSorted((one, other) => one - other)[Math.floor(rates.length / 2)] as number;
  const { p50 = 0, p95 = 0, p99 = 0 } = turns[rates.indexOf(middle)]?.sample ?? {};
  const rate = middle === 0 ? `under ${leastRate}` : middle;
  const { stale, reads, writes } = score;
  return {
    ...{ name, rates, hits: hits(), stale },
    row: [name, rate, rates.join(', '), p50, p95, p99, percent(hits()), stale, reads, writes],
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
