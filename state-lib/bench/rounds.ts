import type { Sample } from './closed-loop.js';

/** One side of a comparison. */
export interface Contender<S extends Sample = Sample> {
  readonly name: string;
  round(milliseconds: number): Promise<S>;
}

/** Medians over the rounds of one contender. */
export interface Standing<S extends Sample = Sample> extends Sample {
  readonly name: string;
  readonly rounds: readonly S[];
}

export interface Pace {
  /** At least 5 in a whole run. */
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

/** Everybody has a turn in each round, which begins with another one. Gives what the turns of each gave, in the order of `turns`. */
export async function takeTurns<T>(turns: readonly (() => Promise<T>)[], rounds: number): Promise<T[][]> {
  const results = turns.map((): T[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (let turn = 0; turn < turns.length; turn += 1) {
      const index = (turn + round) % turns.length;
      globalThis.gc?.();
      results[index]?.push(await (turns[index] as () => Promise<T>)());
    }
  return results;
}

/** Warms every contender up, then lets them take turns. */
export async function alternate<S extends Sample>(
  contenders: readonly Contender<S>[],
  pace: Pace,
): Promise<Standing<S>[]> {
  for (const contender of contenders) await contender.round(pace.warmUpMs);
  const samples = await takeTurns(
    contenders.map((contender) => async () => await contender.round(pace.roundMs)),
    pace.rounds,
  );
  return contenders.map(({ name }, index) => {
    const rounds = samples[index] as S[];
    const middle = (field: keyof Sample): number => median(rounds.map((sample) => sample[field]));
    return { name, rounds, perSecond: middle('perSecond'), p50: middle('p50'), p99: middle('p99'), cpu: middle('cpu') };
  });
}
