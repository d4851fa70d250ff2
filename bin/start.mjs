import { handOver, HandOverError } from './hand-over.mjs';

await handOver('operate/start.ts').catch((error) => {
  if (!(error instanceof HandOverError)) throw error;
});
