import type { Server } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { openState } from '../state.js';
import type { State } from '../state.js';
import { followCertificate } from './certificate.js';
import { readServiceConfig } from './config.js';
import type { ServiceConfig } from './config.js';
import { createMetrics, watchState } from './metrics.js';
import { observe } from './observe.js';
import { secretFile } from './secret-files.js';
import { createServer } from './server.js';
import { warmUp } from './warm-up.js';

/** Runs the service until SIGTERM or SIGINT, then drains it. */
export async function main(configPath: string): Promise<void> {
  const config = readServiceConfig(configPath);
  const log = pino({ level: config.logLevel, base: {} });
  const metrics = createMetrics();
  const state = await openPatiently(async () => await open(config, metrics, log), log);
  watchState(metrics, state);
  const readiness = { draining: false };
  const app = createServer(config, state, metrics, log, readiness);
  await app.listen(config.listen);
  const unfollow = followCertificate(app.server as unknown as Server, config, log);
  log.info({ port: config.listen.port }, 'listening');
  const leaving = new AbortController();
  void warmUp(config, state, log, leaving.signal);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  log.info('draining');
  readiness.draining = true;
  leaving.abort();
  globalThis.setTimeout(() => process.exit(1), config.drainMs).unref();
  // Time for the load balancer to see that /readyz fails, before connections are refused.
  await setTimeout(Math.min(3_000, config.drainMs / 4));
  await app.close();
  unfollow();
  await state.close();
  log.info('drained');
}

/** Tries until the database answers: a restart loop would only make the wait longer. */
async function openPatiently(attempt: () => Promise<State>, log: Logger): Promise<State> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      log.error({ err: error }, 'cannot start yet');
      await setTimeout(1_000);
    }
  }
}

async function open(config: ServiceConfig, metrics: ReturnType<typeof createMetrics>, log: Logger): Promise<State> {
  const { database, cache } = config;
  const authority = secretFile(config.authorityFile);
  const settings = {
    database: { ...database, password: secretFile(database.passwordFile), authority },
    cache: {
      ...cache,
      authority,
      password: secretFile(cache.passwordFile),
      ...(cache.sentinelPasswordFile === undefined ? {} : { sentinelPassword: secretFile(cache.sentinelPasswordFile) }),
    },
    coherence: config.coherence,
    spawn: config.spawn,
    observer: observe(metrics, log, config.slowQueryMs),
  };
  return await openState(settings);
}
