import { describe, expect, it } from 'vitest';
import { coherenceTimes } from '../src/coherence/settings.js';

describe('coherence settings', () => {
  it('have a hold that no trust outlives, with the sum when it is too short', () => {
    expect(coherenceTimes({})).toMatchObject({ trustMs: 2_000, pollMs: 500, holdMs: 5_000 });
    expect(coherenceTimes({ trustMs: 1_000, holdMs: 1_050 }).holdMs).toBe(1_050);
    expect(coherenceTimes({ trustMs: 10_000 }).holdMs).toBe(10_500);
    expect(() => coherenceTimes({ trustMs: 500, holdMs: 500 })).toThrow(
      'coherence.holdMs must be at least trustMs × 1.05 = 500 × 1.05 = 525, found 500: raise holdMs or lower trustMs',
    );
    expect(() => coherenceTimes({ holdMs: Number.NaN })).toThrow('found NaN');
  });
});
