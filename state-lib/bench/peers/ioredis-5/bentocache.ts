import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { redisBusDriver, redisDriver } from 'bentocache/drivers/redis';
import { Redis } from 'ioredis';
import type { Peer, PeerContext, PeerKind } from '../../peer.js';
import { redisSettings } from '../redis-client.js';

async function open(context: PeerContext, local: boolean, tuned: boolean): Promise<Peer> {
  const client = new Redis({ host: '127.0.0.1', port: context.port, db: context.db, enableAutoPipelining: tuned });
  const shared = redisDriver({ connection: client });
  const ttl = context.ttl * 1_000;
  const store = local
    ? bentostore({ ttl })
        .useL1Layer(memoryDriver({ maxItems: 100_000, serialize: false }))
        .useL2Layer(shared)
        .useBus(redisBusDriver({ connection: { host: '127.0.0.1', port: context.port } }))
    : bentostore({ ttl }).useL2Layer(shared);
  const cache = new BentoCache({ default: 'main', stores: { main: store } });
  return {
    get: async (key) => await cache.getOrSet({ key, factory: async () => await context.load(key) }),
    drop: async (key) => await cache.delete({ key }),
    close: async () => await cache.disconnectAll(),
    settings: redisSettings(client, tuned),
  };
}

const name = 'bentocache 1.6.1 with ioredis 5';

export const bentocache: readonly PeerKind[] = [
  { name, mode: 'shared', tuning: 'defaults', open: async (context) => await open(context, false, false) },
  { name, mode: 'shared', tuning: 'tuned', open: async (context) => await open(context, false, true) },
  { name, mode: 'local', tuning: 'tuned', open: async (context) => await open(context, true, true) },
];
