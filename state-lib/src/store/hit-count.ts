import type { Observer } from '../observer.js';

/** Tells the observer of hits, runs of one source at once. */
export class HitCount {
  #source = '';
  #count = 0;

  constructor(private readonly observer: Observer) {}

  add(source: string, count: number): void {
    if (source !== this.#source) this.end();
    this.#source = source;
    this.#count += count;
  }

  end(): void {
    if (this.#count > 0) this.observer.hit(this.#source, this.#count);
    this.#count = 0;
  }
}
