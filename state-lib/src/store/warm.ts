import type { EpochWatch } from '../coherence/epoch-watch.js';
import { pause } from '../database/pause.js';
import { StateError } from '../errors.js';
import type { Stores } from '../state.js';
import { regionCoordinates, regionId } from '../schema/regions.js';
import type { Coordinates } from '../schema/regions.js';
import { tileBounds, tilesOf } from './region-bounds.js';
import type { Bounds } from './region-bounds.js';
import type { Page, PageOptions } from './page.js';

/** How far warming is. */
export interface WarmProgress {
  readonly regions: number;
  readonly players: number;
}

export interface WarmOptions {
  /** Players who logged in since then are read. Undefined: none. */
  readonly activeSince?: Date | undefined;
  /** Told after each tile of regions and each page of players. */
  readonly progress?: ((progress: WarmProgress) => void) | undefined;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
}

/** Regions whose lists are read at once: two of up to 4 MiB each. */
const together = 8;

/**
 * Waits until the cache may be used: after a start, or a loss of Redis, it may not for some seconds, and what is read then is not kept.
 * Throws CACHE_UNTRUSTED after `patienceMs`.
 */
export async function cacheTrusted(
  watch: Pick<EpochWatch, 'trusted'>,
  patienceMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const end = performance.now() + patienceMs;
  while (watch.trusted() === undefined) {
    if (performance.now() > end)
      throw new StateError(
        'CACHE_UNTRUSTED',
        `no Redis was trusted within ${patienceMs} ms, so that nothing can be warmed; is it reachable, and \`cache\` set?`,
      );
    await pause(50, signal);
  }
}

/** Reads the regions of a spawn that exist, what is in them, and active players, so that the cache has them; gives how many. */
export async function warm(
  { regions, entities, players }: Pick<Stores, 'regions' | 'entities' | 'players'>,
  spawn: Bounds | undefined,
  { activeSince, progress, signal }: WarmOptions = {},
): Promise<WarmProgress> {
  let done: WarmProgress = { regions: 0, players: 0 };
  const told = (more: Partial<WarmProgress>): void => progress?.((done = { ...done, ...more }));
  const readLists = async (places: readonly Coordinates[]): Promise<void> => {
    const ids = places.map(regionId);
    await Promise.all(ids.flatMap((id) => [entities.inRegion(id, { signal }), players.inRegion(id, { signal })]));
  };
  for (const tile of spawn === undefined ? [] : (tilesOf(spawn, Infinity) ?? [])) {
    const { rows } = await regions.bounds(tileBounds(regionCoordinates(tile), spawn as Bounds), { signal });
    await regions.getMany(rows, { signal });
    for (let index = 0; index < rows.length; index += together) await readLists(rows.slice(index, index + together));
    told({ regions: done.regions + rows.length });
  }
  if (activeSince !== undefined)
    await eachPage(
      async (page) => await players.active(activeSince, { ...page, signal }),
      async (rows) => {
        await players.getMany(
          rows.map(({ username }) => username),
          { signal },
        );
        told({ players: done.players + rows.length });
      },
    );
  return done;
}

async function eachPage<Row>(
  ask: (options: PageOptions) => Promise<Page<Row>>,
  take: (rows: readonly Row[]) => Promise<void>,
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await ask({ after });
    await take(page.rows);
    after = page.next;
  } while (after !== undefined);
}
