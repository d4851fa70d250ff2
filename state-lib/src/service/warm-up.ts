import type { Logger } from 'pino';
import { pause } from '../database/pause.js';
import type { State } from '../state.js';
import type { WarmOptions } from '../store/warm.js';
import type { ServiceConfig } from './config.js';

const againMs = 30_000;

/** Warms the cache in the background, as the config says, until it has or `signal` ends it; what goes wrong is logged and costs only speed. */
export async function warmUp(
  { warm, warmActiveMinutes }: Pick<ServiceConfig, 'warm' | 'warmActiveMinutes'>,
  state: Pick<State, 'warm'>,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  if (!warm) return;
  for (; !signal.aborted; await pause(againMs, signal).catch(() => {})) {
    const activeSince = warmActiveMinutes === 0 ? undefined : new Date(Date.now() - warmActiveMinutes * 60_000);
    try {
      const progress: WarmOptions['progress'] = (so) => log.debug(so, 'warming');
      return log.info(await state.warm({ activeSince, signal, progress }), 'warmed');
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, `not warmed; tried again in ${againMs / 1_000} s`);
    }
  }
}
