/**
 * Numbers the times during which the same connection tells of every change to values of the same generation: a copy that was followed in one of
 * them is good in no other.
 */
export class Told {
  #number = 0;
  #following = 0;
  #generation = '';

  /** The number as last asked for. */
  get last(): number {
    return this.#number;
  }

  /** The number of this moment. `following`: of the cache; `generation`: trusted now. 0: nothing is told. */
  since(following: number, generation: string): number {
    if (following === 0) return 0;
    if (following !== this.#following || generation !== this.#generation) {
      [this.#following, this.#generation] = [following, generation];
      this.#number += 1;
    }
    return this.#number;
  }
}
