interface Bucket {
  tokens: number;
  filledAt: number;
}

/** A token bucket for each key: it fills by `perSecond` up to `size`, and each request takes one token. */
export class TokenBuckets {
  // In the order of their last use: the first is the one to forget.
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly perSecond: number,
    private readonly size: number,
    /** Most keys that are remembered; a forgotten one has a full bucket. */
    private readonly keys = 10_000,
    /** Milliseconds that never go back. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Takes a token; gives 0, or the milliseconds until there is one. */
  take(key: string): number {
    const now = this.now();
    const bucket = this.#buckets.get(key) ?? { tokens: this.size, filledAt: now };
    bucket.tokens = Math.min(this.size, bucket.tokens + ((now - bucket.filledAt) / 1_000) * this.perSecond);
    bucket.filledAt = now;
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > this.keys) this.#forgetOldest();
    if (bucket.tokens < 1) return ((1 - bucket.tokens) / this.perSecond) * 1_000;
    bucket.tokens -= 1;
    return 0;
  }

  #forgetOldest(): void {
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
