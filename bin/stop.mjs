import { handOver, HandOverError } from './hand-over.mjs';

await handOver('operate/stop.ts').catch((error) => {
  if (!(error instanceof HandOverError)) throw error;
});
