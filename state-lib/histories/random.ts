/** A seeded generator of numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(random: () => number, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

/** Picks the n-th of a list with a likelihood of 1 / n^skew. */
export function zipf<T>(list: readonly T[], skew: number): (random: () => number) => T {
  let sum = 0;
  const sums = list.map((_, index) => (sum += (index + 1) ** -skew));
  return (random) => {
    const dice = random() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (dice < (sums[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return list[low] as T;
  };
}

/** Some of a list, each at most once, in its order; at least one. `most`: of them. */
export function some<T>(random: () => number, list: readonly T[], most: number): T[] {
  const wanted = new Set(
    Array.from({ length: 1 + Math.floor(random() * most) }, () => Math.floor(random() * list.length)),
  );
  return list.filter((_, index) => wanted.has(index));
}

/** Picks one of the choices by its share; the shares sum up to 1. */
export function choose<T>(random: () => number, choices: readonly (readonly [share: number, choice: T])[]): T {
  let dice = random();
  for (const [share, choice] of choices) if ((dice -= share) < 0) return choice;
  return (choices.at(-1) as readonly [number, T])[1];
}
