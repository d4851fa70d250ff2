import type { Sample } from './closed-loop.js';

/** One side of a comparison. */
export interface Contender {
  readonly name: string;
  round(milliseconds: number): Promise<Sample>;
}

/** Medians over the rounds of one contender. */
export interface Standing extends Sample {
  readonly name: string;
  readonly rounds: readonly Sample[];
}

export interface Pace {
  /** At least 5. */
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
}

export const fullPace: Pace = { rounds: 21, roundMs: 700, warmUpMs: 2_000 };
export const quickPace: Pace = { rounds: 5, roundMs: 400, warmUpMs: 500 };

export function median(values: readonly number[]): number {
  const sorted = [...values].toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** Warms every contender up, then lets them take turns, each round beginning with another one. */
export async function alternate(contenders: readonly Contender[], pace: Pace): Promise<Standing[]> {
  for (const contender of contenders) await contender.round(pace.warmUpMs);
  const samples = contenders.map((): Sample[] => []);
  for (let round = 0; round < pace.rounds; round += 1)
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const index = (turn + round) % contenders.length;
      globalThis.gc?.();
      samples[index]?.push(await (contenders[index] as Contender).round(pace.roundMs));
    }
  return contenders.map(({ name }, index) => {
    const rounds = samples[index] as Sample[];
    const middle = (field: keyof Sample): number => median(rounds.map((sample) => sample[field]));
    return { name, rounds, perSecond: middle('perSecond'), p50: middle('p50'), p99: middle('p99'), cpu: middle('cpu') };
  });
}
