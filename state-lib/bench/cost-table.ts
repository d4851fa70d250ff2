import type { Cost } from './cost.js';
import type { Detail, Outcome, Result } from './result.js';
import { median } from './rounds.js';

/** The costs of one contender's rounds. */
export class Payments {
  constructor(
    readonly name: string,
    private readonly costs: readonly Cost[],
  ) {}

  all(field: keyof Cost): number[] {
    return this.costs.map((cost) => cost[field]);
  }

  middle(field: keyof Cost): number {
    return median(this.all(field));
  }
}

/** What each costs, state-lib first, beside the least that a library does. */
export function costTable([ours, ...peers]: readonly Payments[]): Outcome {
  const us = ours as Payments;
  const libraries = peers.filter(({ name }) => !name.startsWith('DataLoader'));
  const result = (field: keyof Cost, measureName: string): Result => {
    const least = libraries.reduce((one, other) => (other.middle(field) < one.middle(field) ? other : one));
    const [own, best] = [us.middle(field), least.middle(field)];
    const ratios = us.all(field).map((cost, round) => (least.all(field)[round] ?? 0) / cost);
    const known = best > 0 && ratios.every(Number.isFinite);
    return {
      ...{ measure: measureName, ours: own, reference: best, ratio: known ? median(ratios) : null },
      ...{ spread: known ? [Math.min(...ratios), Math.max(...ratios)] : null, goal: 'no more', pass: own <= best },
      note: `least of the libraries: ${least.name}`,
    };
  };
  return {
    results: [
      result('commands', 'commands to Redis for 1,000 reads, scripts included with what they call'),
      result('queries', 'queries for 1,000 reads'),
      result('cpu', 'processor ms for 1,000 reads'),
      result('redisBytes', 'bytes in Redis for each row'),
      result('heapBytes', 'bytes of the heap for each row, copies included'),
    ],
    details: [detail([us, ...peers])],
  };
}

function detail(contenders: readonly Payments[]): Detail {
  const columns: readonly (readonly [string, keyof Cost])[] = [
    ['commands to Redis', 'commands'],
    ['queries', 'queries'],
    ['processor ms', 'cpu'],
    ['bytes in Redis a row', 'redisBytes'],
    ['of them keys and values', 'keyBytes'],
    ['of them to follow keys', 'followingBytes'],
    ['bytes of the heap a row', 'heapBytes'],
  ];
  return {
    title: 'Costs of 1,000 reads, a fifth of them first ones',
    head: ['contender', ...columns.map(([name]) => name), 'processor ms, lowest to highest round'],
    rows: contenders.map((contender) => {
      const cpu = contender.all('cpu').map((value) => value.toFixed(1));
      const sorted = cpu.toSorted((one, other) => Number(one) - Number(other));
      const figures = columns.map(([, field]) => contender.middle(field));
      return [contender.name, ...figures, `${sorted[0]} to ${sorted.at(-1)}`];
    }),
  };
}
