import { setTimeout } from 'node:timers/promises';
import { until } from '../../test/backing/until.js';
import { steps } from '../interference.js';
import type { Step } from '../interference.js';
import { pick } from '../random.js';
import { between } from './target.js';
import type { Break, Target } from './target.js';

const seed = (random: () => number): number => Math.floor(random() * 2 ** 31);

const cut =
  (side: 'both' | 'answers'): Break =>
  async ({ workers, random }) => {
    const milliseconds = between(random, 300, 1_500);
    pick(random, workers).command({ command: 'cut', milliseconds, side });
    await setTimeout(milliseconds);
  };

/** One does not see the epoch move and trusts Redis as long as it may; the others cannot tell Redis what they write. */
const apart: Break = async ({ workers, random }) => {
  const milliseconds = between(random, 1_500, 3_000);
  const reader = pick(random, workers);
  for (const worker of workers) {
    const isReader = worker === reader;
    worker.command({ command: 'mix', milliseconds, writes: isReader ? 0 : 0.3, past: 0 });
    worker.command(
      isReader ? { command: 'lose the database', milliseconds } : { command: 'cut', milliseconds, side: 'both' },
    );
  }
  await setTimeout(milliseconds);
};

const paused: Break = async ({ workers, random }) => {
  const worker = pick(random, workers);
  worker.signal('SIGSTOP');
  await setTimeout(between(random, 300, 2_000));
  worker.signal('SIGCONT');
};

const killedAt = async (at: Step, { workers, random }: Target): Promise<void> => {
  const worker = pick(random, workers);
  worker.command({ command: 'die', at });
  await until(async () => {
    if (!worker.dead) throw new Error('alive');
  }, 2_000).catch(() => {});
  await worker.restart(seed(random));
};

export const instanceFaults: Readonly<Record<string, Break>> = {
  'instance cut from redis': cut('both'),
  'instance cut from the answers of redis': cut('answers'),
  'instance cut from the database, the others from redis': apart,
  'instance paused': paused,
  'instance killed': async ({ workers, random }) => await pick(random, workers).restart(seed(random)),
  ...Object.fromEntries(
    steps.map((at) => [`instance killed when it has ${at}`, async (target: Target) => await killedAt(at, target)]),
  ),
};
