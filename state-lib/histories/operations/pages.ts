import { regionId } from '../../src/schema/regions.js';
import type { Page, PageOptions } from '../../src/store/page.js';
import { boundsOf, entityKey, playerKey, regionKey } from '../keys.js';
import { choose, pick } from '../random.js';
import type { ListRead, SeenRow } from '../record.js';
import { read } from '../tell.js';
import type { Tell } from '../tell.js';
import type { Operation } from './operation.js';
import { listedEntities, listedPlayers, listedRegions } from './seen-rows.js';

const [limit, mostPages] = [4, 3];

/** A list that is read by pages. `keys`: all that may be in it, in its order. */
interface Paged<Row> {
  readonly list: Omit<ListRead, 'keys'>;
  readonly keys: readonly string[];
  readonly page: (options: PageOptions) => Promise<Page<Row>>;
  readonly seen: (rows: readonly Row[]) => SeenRow[];
}

/** Reads the first pages, each as a read of the keys from the one before it to its last. */
async function readAll<Row>(tell: Tell, index: number, { list, keys, page, seen }: Paged<Row>): Promise<void> {
  let after: string | undefined;
  let begin = 0;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const asked = { ...list, keys: keys.slice(begin) };
    const work = async (): Promise<SeenRow[]> => {
      const { rows, next } = await page({ limit, after });
      const found = seen(rows);
      const last = keys.indexOf(found.at(-1)?.key ?? '');
      const end = next === undefined ? keys.length : Math.max(begin, last + 1);
      asked.keys = keys.slice(begin, end);
      [after, begin] = [next, end];
      return found;
    };
    await read(tell, index, work, { list: asked });
    if (after === undefined) return;
  }
}

const ofEntities: Operation = async ({ entities }, { index, entityIds, lists }, random, tell) => {
  const place = pick(random, lists);
  await readAll(tell, index, {
    list: { table: 'entity', place },
    keys: entityIds.map(entityKey),
    page: async (options) => await entities.inRegion(place, options),
    seen: listedEntities,
  });
};

const ofPlayers: Operation = async ({ players }, { index, playerNames, lists }, random, tell) => {
  const place = pick(random, lists);
  await readAll(tell, index, {
    list: { table: 'player', place },
    keys: playerNames.map(playerKey),
    page: async (options) => await players.inRegion(place, options),
    seen: listedPlayers,
  });
};

const ofRegions: Operation = async ({ regions }, group, _, tell) => {
  await readAll(tell, group.index, {
    list: { table: 'region', place: '' },
    keys: group.places.map((at) => regionKey(regionId(at))),
    page: async (options) => await regions.bounds(boundsOf(group), options),
    seen: listedRegions,
  });
};

/** Pages of a list, of which the second begins after the last row of the first, whatever was written between them. */
export const readPages: Operation = async (state, group, random, tell) =>
  await choose(random, [
    [0.5, ofEntities],
    [0.2, ofPlayers],
    [0.3, ofRegions],
  ])(state, group, random, tell);
