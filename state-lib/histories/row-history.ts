import { anywhere, gone, mayBeIn, mayBeMissing, unchanged } from './places.js';
import type { HistoryPlace } from './places.js';

/** A write of a row. Its state's position is the version, a deletion half a version later; undefined while its outcome is unknown. */
export interface Write {
  readonly key: string;
  readonly start: number;
  readonly place: HistoryPlace;
  position: number | undefined;
  end: number;
}

type KnownWrite = Write & { readonly position: number };

export const absent = '-';

/** All writes of a row, and what is known by now of its newest state. */
export class RowHistory {
  /** The newest state that no later read may be older than. 0: before its creation. */
  floor = 0;
  /** What raised the floor. */
  floorBy = 'nothing';
  readonly #known: readonly KnownWrite[];
  readonly #unknown: readonly Write[];
  readonly #byPosition: ReadonlyMap<number, KnownWrite>;
  /** Whether a write of unknown outcome may have made a state between this known one and the next. */
  readonly #gapAfter: readonly boolean[];

  constructor(writes: readonly Write[], final: string) {
    const known = writes.filter((write): write is KnownWrite => write.position !== undefined);
    this.#known = placed(known.toSorted((one, other) => one.position - other.position));
    this.#unknown = writes
      .filter(({ position }) => position === undefined)
      .map((write) => (write.place === unchanged ? { ...write, place: anywhere } : write));
    this.#byPosition = new Map(this.#known.map((write) => [write.position, write]));
    this.#gapAfter = this.#known.map(({ position }, index) => {
      // Versions are dense but for a creation after a deletion, which begins above all before; between the two the row is gone.
      if (!Number.isInteger(position)) return false;
      const next = this.#known[index + 1]?.position;
      return next === undefined ? final === absent || Number(final) > position : next - position > 1;
    });
  }

  raise(position: number, by: string): void {
    if (position <= this.floor) return;
    this.floor = position;
    this.floorBy = by;
  }

  /**
   * The lowest position that the state which a read found can have, or undefined when no possible state fits it.
   * `floor` is what was known before the read began. `list`: the read was of this list, and absent means not in it.
   */
  judge(version: string, floor: number, end: number, list: string | undefined): number | undefined {
    return version === absent
      ? this.#judgeAbsent(floor, end, list)
      : this.#judgeFound(Number(version), floor, end, list);
  }

  #judgeFound(position: number, floor: number, end: number, list: string | undefined): number | undefined {
    if (position < floor) return undefined;
    const known = this.#byPosition.get(position);
    const fits = ({ start, place }: Write): boolean => start <= end && (list === undefined || mayBeIn(place, list));
    return (known === undefined ? this.#unknown.some(fits) : fits(known)) ? position : undefined;
  }

  #judgeAbsent(floor: number, end: number, list: string | undefined): number | undefined {
    const away = ({ place }: Write): boolean => mayBeMissing(place, list);
    if (floor === 0) return 0;
    const from = this.#indexFrom(floor);
    const atFloor = this.#byPosition.get(floor);
    const isUnknownAway = this.#unknown.some((write) => write.start <= end && away(write));
    // A state that was seen but whose write is unknown may have been anywhere, and another unknown one may have followed it.
    if (atFloor === undefined && (list !== undefined || isUnknownAway)) return floor;
    for (let index = from; index < this.#known.length; index += 1) {
      const write = this.#known[index] as KnownWrite;
      // Nor can what came after it have been seen: positions are in the order of the commits.
      if (write.start > end) return undefined;
      if (away(write)) return write.position;
      if (isUnknownAway && this.#gapAfter[index] === true) return floor;
    }
    return undefined;
  }

  /** Index of the first known write of at least this position. */
  #indexFrom(position: number): number {
    let [low, high] = [0, this.#known.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#known[middle] as KnownWrite).position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Why what the database has in the end cannot be; undefined: it can. */
  lost(final: string): string | undefined {
    const newest = this.#known.at(-1)?.position ?? 0;
    const deleted = !Number.isInteger(newest) || newest === 0;
    const kept =
      final === absent ? deleted || this.#unknown.some(({ place }) => place === gone) : Number(final) >= newest;
    return kept ? undefined : `${newest} was acknowledged, the database has ${final} in the end`;
  }

  /** Its writes around these positions, for a counterexample. */
  describe(...positions: readonly number[]): string[] {
    const near = this.#known.filter(({ position }) => positions.some((one) => Math.abs(one - position) <= 1));
    return [
      ...near.map(({ position, start, end, place }) => `write ${position} ${place} from ${start} to ${end}`),
      ...this.#unknown.slice(-3).map(({ start, place }) => `write of unknown outcome ${place} from ${start}`),
    ];
  }
}

/** The writes with their places: one that left it alone is where the one before it was, if that is known. */
function placed(known: readonly KnownWrite[]): KnownWrite[] {
  let before: KnownWrite | undefined;
  return known.map((write) => {
    const isNext = before !== undefined && write.position - before.position === 1;
    const place = isNext ? (before as KnownWrite).place : anywhere;
    return (before = write.place === unchanged ? { ...write, place } : write);
  });
}
