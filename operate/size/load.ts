/** What a stack is sized for. */
export interface Load {
  /** Players at once. */
  readonly players: number;
  /** Actions of one player, each a call of state-lib, in 1/s. */
  readonly actionsPerSecond: number;
  /** P95 that a query of the database may take, waiting for a connection included, in ms. */
  readonly targetMs: number;
  /** Mean time of a query in the database, in ms. */
  readonly queryMs: number;
  /** Share of the actions that Redis answers, 0 to below 1; a write is none of them. */
  readonly hitRate: number;
  /** Cached data of one player with its share of regions and entities, in KiB. */
  readonly kibPerPlayer: number;
}

/** One line of the answer: what, how it was reckoned, and what came out; `key` is the setting that takes it. */
export interface Sum {
  readonly what: string;
  readonly sum: string;
  readonly result: number;
  readonly unit: string;
  readonly key?: string;
}

/** Lines under a heading. */
export interface Sums {
  readonly heading: string;
  readonly lines: readonly Sum[];
  readonly notes?: readonly string[];
}

/** Actions that Redis does not answer, in 1/s; rounded, since 1 - 0.9 is a little less than 0.1 to a computer. */
export function missesPerSecond({ players, actionsPerSecond, hitRate }: Load): number {
  return Math.round(players * actionsPerSecond * (1 - hitRate) * 1e6) / 1e6;
}
