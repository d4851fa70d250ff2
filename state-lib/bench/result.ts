import { median } from './rounds.js';
import type { Standing } from './rounds.js';

/** One line of the table; what `--json` writes. */
export interface Result {
  /** What was measured, and its unit. */
  readonly measure: string;
  readonly ours: number | string;
  readonly reference: number | string;
  /** Ours as a multiple of the reference's speed; null: not a comparison. */
  readonly ratio: number | null;
  /** Null: reported only. */
  readonly goal: string | null;
  /** Lowest and highest ratio of the rounds. */
  readonly spread: readonly [number, number] | null;
  readonly pass: boolean | null;
  /** Name of the reference, or what else a reader must know. */
  readonly note?: string;
}

/** Figures beside the table, such as those of every peer. */
export interface Detail {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface Outcome {
  readonly results: readonly Result[];
  readonly details?: readonly Detail[];
}

/** Speed of ours over the reference's, round by round; reported only. */
export function compared(measure: string, ours: Standing, reference: Standing, note: string): Result {
  const ratios = ours.rounds.map(({ perSecond }, round) => perSecond / (reference.rounds[round]?.perSecond ?? 0));
  return {
    ...{ measure, ours: Math.round(ours.perSecond), reference: Math.round(reference.perSecond) },
    ...{ ratio: median(ratios), spread: [Math.min(...ratios), Math.max(...ratios)], goal: null, pass: null },
    note: `${note}; reference: ${reference.name}`,
  };
}

/** The same, and whether it reaches a goal. */
export function faster(
  measure: string,
  ours: Standing,
  reference: Standing,
  goal: number,
  note = 'per second',
): Result {
  const result = compared(measure, ours, reference, note);
  return { ...result, goal: `≥ ${goal}`, pass: Number(result.ratio) >= goal };
}

/** Whether ours has no higher 99th percentile, in milliseconds. */
export function noSlower(measure: string, ours: Standing, reference: Standing): Result {
  const ratios = ours.rounds.map(({ p99 }, round) => (reference.rounds[round]?.p99 ?? 0) / p99);
  const ratio = median(ratios);
  return {
    ...{ measure, ours: ours.p99, reference: reference.p99, ratio, goal: '≥ 1' },
    ...{
      spread: [Math.min(...ratios), Math.max(...ratios)],
      pass: ratio >= 1,
      note: `ms; reference: ${reference.name}`,
    },
  };
}

/** A table of standings. */
export function standingsDetail(title: string, standings: readonly Standing[]): Detail {
  return {
    title,
    head: ['contender', 'per second', 'P50 ms', 'P99 ms', 'processor µs a call', 'per second, lowest to highest round'],
    rows: standings.map(({ name, perSecond, p50, p99, cpu, rounds }) => {
      const all = rounds.map((sample) => Math.round(sample.perSecond));
      return [name, Math.round(perSecond), p50, p99, cpu, `${Math.min(...all)} to ${Math.max(...all)}`];
    }),
  };
}
