import { openLoop } from '../open-loop.js';
import type { Planet } from './planet.js';
import { game } from './player.js';
import type { Score } from './player.js';
import type { OpenSide } from './sides.js';
import { sustained } from './sustained.js';
import type { Sustained } from './sustained.js';

/** One who takes part, not begun. */
export interface Entrant {
  readonly name: string;
  open(): Promise<OpenSide>;
}

/** One who takes part, its cache filled. */
export interface Played {
  readonly name: string;
  /** Looks for the highest rate, see `sustained`. */
  readonly attempt: (seconds: number, steps: number, from?: number) => Promise<Sustained>;
  readonly score: Readonly<Score>;
  /** Share of rows, since the cache was filled, that were not read from the database. */
  readonly hits: () => number;
  readonly close: () => Promise<unknown>;
}

export async function play(entrant: Entrant, { entities, regions }: Planet, skew: number): Promise<Played> {
  const side = await entrant.open();
  const players = game(side, entities, skew, 7);
  for (const part of parts(regions)) await side.regions(part);
  for (const part of parts(entities)) await side.entities(part);
  await openLoop(players.move, 40, 2);
  const { score } = players;
  const [missed, reads] = [side.missed(), score.reads];
  return {
    name: entrant.name,
    attempt: async (seconds, steps, from) => await sustained(players, { seconds, steps, from }),
    score,
    hits: () => 1 - (side.missed() - missed) / (score.reads - reads),
    close: async () => await side.close(),
  };
}

function parts(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / 500) }, (_, index) => ids.slice(index * 500, (index + 1) * 500));
}
