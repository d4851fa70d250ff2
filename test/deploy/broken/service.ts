import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { healthy, notRunning, refuses, type BrokenStack } from './broken-stack.js';
import { redisCommands, redisPrimary } from './logins.js';

const writeThrough = 'state: a write is read back from the database, then from the cache';

export const brokenServices: readonly BrokenStack[] = [
  {
    what: 'an instance of the app is stopped',
    fails: [
      `state: ${healthy}`,
      `state-lb: ${healthy}`,
      writeThrough,
      `state: ${refuses}`,
      'prometheus: every target is up',
      ...notRunning,
    ],
    break: async (bench) => {
      const begun = new Date();
      const start = await bench.stopped('state-1');
      await bench.untilLogged('state-lb-0', /Server state\/state-1 is DOWN/, begun);
      return async () => {
        const again = new Date();
        await start();
        await bench.untilLogged('state-lb-0', /Server state\/state-1 is UP/, again);
      };
    },
  },
  {
    what: 'the app cannot log in to Redis',
    fails: [writeThrough, `state: ${healthy}`, 'redis: a replica has what the primary has'],
    break: async (bench) => {
      const primary = await redisPrimary(bench);
      await redisCommands(bench, primary, 'ACL SETUSER app off', 'CLIENT KILL USER app');
      return async () => void (await redisCommands(bench, primary, 'ACL LOAD'));
    },
  },
  {
    what: "the API's token opens the metrics",
    fails: [`state: ${refuses}`],
    break: async (bench) => {
      const token = readFileSync(join(bench.context.facts.secrets, 'state', 'state-token'), 'utf8');
      const undo = [
        bench.changeSecret('state', 'state-metrics', () => token),
        bench.changeSecret('prometheus', 'state-metrics', () => token),
      ];
      return async () => undo.forEach((restore) => restore());
    },
  },
  {
    what: "the app's load balancer is stopped",
    fails: [
      `state-lb: ${healthy}`,
      'stack: published addresses answer over TLS',
      writeThrough,
      'prometheus: every target is up',
      ...notRunning,
    ],
    break: async (bench) => await bench.stopped('state-lb-0'),
  },
  {
    what: 'the gateway to the host is stopped',
    isBreakable: ({ docker }) => docker.expose,
    fails: [
      `host-gateway: ${healthy}`,
      'stack: published addresses answer over TLS',
      'prometheus: every target is up',
      ...notRunning,
    ],
    break: async (bench) => await bench.stopped('host-gateway-0'),
  },
];
