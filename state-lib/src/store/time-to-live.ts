import type { TimeToLive } from './source.js';

/** How long values stay in the cache, in milliseconds, before jitter. */
export const tiersMs = { hot: 3_600_000, warm: 600_000, default: 300_000, session: 300_000, cold: 60_000 } as const;
export type Tier = keyof typeof tiersMs;

/** How often this instance has read something: reads of a window that began at `since`, in milliseconds of `performance.now()`. */
export interface Heat {
  reads: number;
  since: number;
}

/** Shortest and longest window that a rate is measured over. */
const windowMs = { least: 60_000, most: 600_000 } as const;

/** Reads a second of one instance from which something counts as hot, as warm, and below which, once it was watched for long, as cold. */
const rates = { hot: 1, warm: 0.1, cold: 1 / 300 } as const;

/** The tier that reads so far make. Starts the window anew, with half of its weight, when it is long. */
export function measuredTier(heat: Heat, now: number): Tier {
  const window = now - heat.since;
  const rate = (heat.reads * 1_000) / Math.max(window, windowMs.least);
  if (window > windowMs.most) Object.assign(heat, { reads: heat.reads / 2, since: now - window / 2 });
  if (rate >= rates.hot) return 'hot';
  if (rate >= rates.warm) return 'warm';
  return window >= 1_000 / rates.cold && rate <= rates.cold ? 'cold' : 'default';
}

/** Times to live by tier. What is pinned is hot; that there is no such row, cold; a player is a session. */
export function timeToLive(isPinned: (source: string, id: string) => boolean): TimeToLive {
  return (source, id, heat, isAbsent) => {
    if (isPinned(source, id)) return jittered(tiersMs.hot);
    if (isAbsent) return jittered(tiersMs.cold);
    const tier = source === 'player' ? 'session' : measuredTier(heat, performance.now());
    return jittered(tiersMs[tier]);
  };
}

/** A time to live with ±10 % jitter, so that what was filled together does not expire together. */
export function jittered(milliseconds: number): number {
  return Math.round(milliseconds * (0.9 + Math.random() * 0.2));
}
