import type { BrokenStack } from './broken-stack.js';
import { brokenDatabases } from './database.js';
import { brokenMachines } from './machine.js';
import { brokenMonitoring } from './monitoring.js';
import { brokenPools } from './pools.js';
import { brokenRedis } from './redis.js';
import { brokenSentinels } from './sentinels.js';
import { brokenServices } from './service.js';

/** Every way to break a stack that the smoke checks are tried on. */
export const brokenStacks: readonly BrokenStack[] = [
  ...brokenDatabases,
  ...brokenRedis,
  ...brokenSentinels,
  ...brokenPools,
  ...brokenServices,
  ...brokenMonitoring,
  ...brokenMachines,
];
