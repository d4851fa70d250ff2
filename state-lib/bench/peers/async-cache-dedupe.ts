import { createCache } from 'async-cache-dedupe';
import type { Peer, PeerContext, PeerKind } from '../peer.js';
import { redisClient, redisSettings } from './redis-client.js';

async function open(context: PeerContext, local: boolean, tuned: boolean): Promise<Peer> {
  const client = redisClient(context, tuned);
  const storage = local
    ? ({ type: 'memory', options: { size: 100_000 } } as const)
    : ({ type: 'redis', options: { client } } as const);
  const cache = createCache({ ttl: context.ttl, storage }).define(
    'read',
    async (key: string) => await context.load(key),
  );
  return {
    get: async (key) => await cache.read(key),
    drop: async (key) => await cache.clear('read', key),
    close: async () => await client.quit(),
    settings: redisSettings(client, tuned),
  };
}

const name = 'async-cache-dedupe 3.4.0';

export const asyncCacheDedupe: readonly PeerKind[] = [
  { name, mode: 'shared', tuning: 'defaults', open: async (context) => await open(context, false, false) },
  { name, mode: 'shared', tuning: 'tuned', open: async (context) => await open(context, false, true) },
  { name, mode: 'local', tuning: 'tuned', open: async (context) => await open(context, true, true) },
];
