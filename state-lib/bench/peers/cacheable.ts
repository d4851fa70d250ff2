import { Cacheable, createKeyv } from 'cacheable';
import type { Peer, PeerContext, PeerKind } from '../peer.js';
import { redisStore } from './keyv-redis.js';

async function open(context: PeerContext, local: boolean, tuned: boolean): Promise<Peer> {
  const { keyv, settings } = redisStore(context, tuned);
  const ttl = context.ttl * 1_000;
  // It has no mode without a primary store; Redis as the primary one is its shared mode.
  const cache = local
    ? new Cacheable({ primary: createKeyv({ ttl, lruSize: 100_000 }), secondary: keyv, ttl, nonBlocking: true })
    : new Cacheable({ primary: keyv, ttl });
  return {
    get: async (key) => await cache.getOrSet(key, async () => await context.load(key)),
    drop: async (key) => await cache.delete(key),
    close: async () => await cache.disconnect(),
    settings: [...settings, { name: 'nonBlocking of cacheable', wanted: local, found: cache.nonBlocking }],
  };
}

const name = 'cacheable 2.5.0';

export const cacheable: readonly PeerKind[] = [
  { name, mode: 'shared', tuning: 'defaults', open: async (context) => await open(context, false, false) },
  { name, mode: 'shared', tuning: 'tuned', open: async (context) => await open(context, false, true) },
  { name, mode: 'local', tuning: 'tuned', open: async (context) => await open(context, true, true) },
];
