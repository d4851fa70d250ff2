/**
 * Whether values that this process has no copy of are likely to be missing in the cache: then a lease is asked for at once, which
 * saves a round trip and costs Redis more for each value that is there.
 */
export class Forecast {
  #misses = 0;

  get cold(): boolean {
    return this.#misses > 0.5;
  }

  /** Takes in that of so many reads so many missed; some hundred reads turn the forecast. */
  learn(missed: number, reads: number): void {
    const weight = Math.min(1, reads / 200);
    this.#misses += (missed / reads - this.#misses) * weight;
  }
}
