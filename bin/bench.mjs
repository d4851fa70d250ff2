import { handOver, HandOverError } from './hand-over.mjs';

await handOver('state-lib/bench/main.ts').catch((error) => {
  if (!(error instanceof HandOverError)) throw error;
});
