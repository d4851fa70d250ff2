import { expect, it } from 'vitest';
import { faults } from '../faults/index.js';
import { runHistory } from '../history.js';
import { report } from '../report.js';

const isLong = process.env['TEST_LONG'] !== undefined;
const operations = isLong ? 1_000_000 : 100_000;
const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Date.now() / 86_400_000));

it(`keeps the contract over ${operations} operations, seed ${seed}`, async () => {
  const progress = (done: number, fault: string): void => console.log(`${done} of ${operations}: ${fault}`);
  const result = await runHistory({ operations, seed, progress });
  report(result);
  expect(result.found.map(({ text }) => text)).toEqual([]);
  expect(result.operations).toBeGreaterThanOrEqual(operations);
  expect(result.hits).toBeGreaterThanOrEqual(0.6);
  expect(result.calmHits).toBeGreaterThanOrEqual(0.8);
  if (!isLong) return;
  expect(result.inFault).toBeGreaterThanOrEqual(20_000);
  for (const kind of Object.keys(faults)) expect([kind, (result.faults[kind] ?? 0) >= 10]).toEqual([kind, true]);
});
