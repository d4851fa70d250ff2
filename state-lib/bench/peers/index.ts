import type { PeerKind } from '../peer.js';
import { asyncCacheDedupe } from './async-cache-dedupe.js';
import { cacheManager } from './cache-manager.js';
import { cacheable } from './cacheable.js';
import { dataLoader } from './data-loader.js';
import { bentocache } from './ioredis-5/bentocache.js';
import { layeredLoader } from './layered-loader.js';

/** Every library, in each mode, with its defaults and with the best tuning that its documents give. */
export const kinds: readonly PeerKind[] = [
  ...bentocache,
  ...cacheable,
  ...cacheManager,
  ...asyncCacheDedupe,
  ...layeredLoader,
  ...dataLoader,
];
