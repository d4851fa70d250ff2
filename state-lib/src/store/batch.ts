import { joined } from './ask.js';
import type { Ask } from './ask.js';
import type { Entry } from './copies.js';
import type { Source } from './source.js';

/** A call for many values, which is answered once it has all of them. */
export class Batch {
  /** By position, those that are answered together: copies that Redis would have told of. The others are asked for one by one. */
  readonly followed: (Entry | undefined)[] = [];
  readonly #values: unknown[] = [];
  #left: number;

  constructor(
    readonly source: Source<unknown>,
    count: number,
    private readonly resolve: (values: never) => void,
    readonly reject: (error: unknown) => void,
  ) {
    this.#left = count;
  }

  /** Takes the value of a position. */
  take(index: number, value: unknown): void {
    this.#values[index] = value;
    this.#left -= 1;
    if (this.#left === 0) (this.resolve as (values: unknown[]) => void)(this.#values);
  }

  /** A position of those that are followed, as an ask of its own. */
  ask(index: number, entry: Entry): Ask {
    const { source, reject } = this;
    return { source, entry, resolve: (value) => this.take(index, value), reject, origin: false, others: undefined };
  }

  /** All that is followed, each as an ask of its own. */
  asks(): Ask[] {
    return this.followed.flatMap((entry, index) => (entry === undefined ? [] : this.ask(index, entry)));
  }
}

/** What batches ask for, one by one, with these asks. */
export function single(asks: readonly Ask[], batches: readonly Batch[]): Ask[] {
  return joined([...asks, ...batches.flatMap((batch) => batch.asks())]);
}
