import { handOver, HandOverError } from './hand-over.mjs';

await handOver('test/run.ts').catch((error) => {
  if (!(error instanceof HandOverError)) throw error;
});
