import type { Stores } from '../state.js';
import { regionId } from '../schema/regions.js';
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
  /** Told after each page. */
  readonly progress?: ((progress: WarmProgress) => void) | undefined;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
}

/** Regions whose lists are read at once. */
const together = 50;

/** Reads the regions of a spawn that exist, what is in them, and active players, so that the cache has them; gives how many. */
export async function warm(
  { regions, entities, players }: Pick<Stores, 'regions' | 'entities' | 'players'>,
  spawn: Bounds | undefined,
  { activeSince, progress, signal }: WarmOptions = {},
): Promise<WarmProgress> {
  let done: WarmProgress = { regions: 0, players: 0 };
  const told = (more: Partial<WarmProgress>): void => progress?.((done = { ...done, ...more }));
  if (spawn !== undefined)
    await eachPage(
      async (page) => await regions.bounds(spawn, { ...page, limit: together, signal }),
      async (rows) => {
        await regions.getMany(rows, { signal });
        await Promise.all(
          rows.map(regionId).flatMap((id) => [entities.inRegion(id, { signal }), players.inRegion(id, { signal })]),
        );
        told({ regions: done.regions + rows.length });
      },
    );
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
