import { until, type Bench, type Repair } from './bench.js';
import { healthy, notRunning, refuses, type BrokenStack } from './broken-stack.js';
import { redisCommands } from './logins.js';

const agree = 'redis-sentinel: Sentinels agree on the primary';

/** Starts one Sentinel again, which takes its changed files then; nobody may change a running one. */
async function restart(bench: Bench): Promise<void> {
  await bench.docker(['restart', '--time', '5', bench.container('redis-sentinel-1')]);
  await bench.untilHealthy('redis-sentinel-1');
}

/** Waits until every Sentinel reaches the quorum again. */
async function untilAgreed(bench: Bench): Promise<void> {
  const sentinels = Array.from(
    { length: bench.context.settings.redis.sentinels },
    (_, index) => `redis-sentinel-${index}`,
  );
  await until('the Sentinels agree', 60, async () => {
    const answers = await Promise.all(
      sentinels.map(async (sentinel) => await redisCommands(bench, sentinel, 'SENTINEL CKQUORUM planetary')),
    );
    return answers.every(
      (answer) => / usable Sentinels\. Quorum and failover/.test(answer) && !/NOQUORUM|NOGOODSLAVE/.test(answer),
    );
  });
}

function restored(bench: Bench, undo: () => void): Repair {
  return async () => {
    undo();
    await restart(bench);
    await untilAgreed(bench);
  };
}

export const brokenSentinels: readonly BrokenStack[] = [
  {
    what: 'a Sentinel is stopped',
    fails: [`redis-sentinel: ${healthy}`, `redis-sentinel: ${refuses}`, agree, ...notRunning],
    break: async (bench) => {
      const start = await bench.stopped('redis-sentinel-2');
      return async () => {
        await start();
        await untilAgreed(bench);
      };
    },
  },
  {
    what: 'client needs no password at a Sentinel',
    fails: [`redis-sentinel: ${refuses}`],
    break: async (bench) => {
      const undo = bench.changeSecret('redis-sentinel', 'users.acl', (acl) =>
        acl.replace(/^user client on #\w+/m, 'user client on nopass'),
      );
      await restart(bench);
      await untilAgreed(bench);
      return restored(bench, undo);
    },
  },
  {
    what: 'a Sentinel wants more votes than there are',
    fails: [agree],
    break: async (bench) => {
      const undo = await bench.changeConfig('redis-sentinel', 'sentinel.conf', (conf) =>
        conf.replace(/^(sentinel monitor .*) \d+$/m, '$1 9'),
      );
      await restart(bench);
      return restored(bench, undo);
    },
  },
];
