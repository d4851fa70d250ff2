import { Closed } from './errors.js';

/** Calls under way. Once it closes, it refuses new ones and waits for these. */
export class Drain {
  #underWay = 0;
  #closing: Promise<void> | undefined;
  #ended: (() => void) | undefined;

  /** `closed`: message of those it refuses; undefined: that the state was closed. */
  constructor(private readonly closed?: string) {}

  /** Throws Closed. Whoever entered must leave. */
  enter(): void {
    if (this.#closing !== undefined) throw new Closed(this.closed);
    this.#underWay += 1;
  }

  leave(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#ended?.();
  }

  async run<T>(call: () => Promise<T>): Promise<T> {
    this.enter();
    try {
      return await call();
    } finally {
      this.leave();
    }
  }

  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      if (this.#underWay === 0) resolve();
      else this.#ended = resolve;
    });
    return this.#closing;
  }
}
