import { Aborted, Overloaded } from '../errors.js';

/** Lets a bounded number of calls run, a bounded number wait, and refuses the rest at once. */
export class Admission {
  readonly #queue: { readonly enter: () => void }[] = [];
  #running = 0;

  constructor(
    readonly running: number,
    readonly waitingLimit: number,
    private readonly shed: () => void,
  ) {}

  get active(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Waits for a place; the caller must `leave` it. Throws Overloaded when too many wait, Aborted when the signal says so. */
  async enter(signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) throw new Aborted(signal.reason);
    if (this.#running < this.running) {
      this.#running += 1;
      return;
    }
    if (this.#queue.length >= this.waitingLimit) {
      this.shed();
      throw new Overloaded(`${this.#queue.length} calls wait for the database, at most ${this.waitingLimit} may`);
    }
    await this.#wait(signal);
  }

  leave(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#running -= 1;
    else next.enter();
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#queue.splice(this.#queue.indexOf(place), 1);
        reject(new Aborted(signal?.reason));
      };
      const place = {
        enter: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#queue.push(place);
    });
  }
}
