import { build } from 'hdr-histogram-js';
import type { Histogram } from 'hdr-histogram-js';

/** What one round measured. */
export interface Sample {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Processor time of this process for one call, in microseconds. */
  readonly cpu: number;
}

/** A histogram of microseconds, up to a minute. */
export function microseconds(): Histogram {
  return build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });
}

/** Makes one call after another; what `prepare` does before each is not measured. */
export async function oneByOne(
  prepare: () => Promise<unknown> | undefined,
  call: () => Promise<unknown>,
  milliseconds: number,
): Promise<Sample> {
  const histogram = microseconds();
  const end = performance.now() + milliseconds;
  let [done, spent, cpu] = [0, 0, 0];
  while (performance.now() < end) {
    await prepare();
    const before = process.cpuUsage();
    const start = performance.now();
    await call();
    const took = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    histogram.recordValue(Math.max(1, Math.round(took * 1_000)));
    done += 1;
    spent += took;
    cpu += user + system;
  }
  return { perSecond: (done * 1_000) / spent, cpu: cpu / done, ...percentiles(histogram) };
}

/** Makes calls that wait for nothing, in runs whose mean stands for each of their calls: a clock read for each would cost as much as it. */
export function withoutPause(call: () => unknown, milliseconds: number): Sample {
  const run = 64;
  const histogram = microseconds();
  const cpu = process.cpuUsage();
  const start = performance.now();
  let [done, now, last] = [0, start, undefined as unknown];
  while (now < start + milliseconds) {
    for (let index = 0; index < run; index += 1) last = call();
    const after = performance.now();
    histogram.recordValue(Math.max(1, Math.round((after - now) * 1_000)));
    done += run;
    now = after;
  }
  // What nobody uses need not be made.
  if (last === undefined) throw new Error('the call gave nothing');
  const { user, system } = process.cpuUsage(cpu);
  const { p50, p99 } = percentiles(histogram);
  return { perSecond: (done * 1_000) / (now - start), cpu: (user + system) / done, p50: p50 / run, p99: p99 / run };
}

function percentiles(histogram: Histogram): { p50: number; p99: number } {
  const at = (percent: number): number => histogram.getValueAtPercentile(percent) / 1_000;
  return { p50: at(50), p99: at(99) };
}

/** Keeps `inFlight` calls under way for `milliseconds`. */
export async function closedLoop(
  call: () => Promise<unknown>,
  inFlight: number,
  milliseconds: number,
): Promise<Sample> {
  const histogram = microseconds();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const end = start + milliseconds;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let now = performance.now(); now < end;) {
      await call();
      const after = performance.now();
      histogram.recordValue(Math.max(1, Math.round((after - now) * 1_000)));
      done += 1;
      now = after;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    cpu: (user + system) / done,
    perSecond: done / seconds,
    ...percentiles(histogram),
  };
}
