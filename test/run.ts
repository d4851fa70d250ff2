import { join } from 'node:path';
import Table from 'cli-table3';
import { Refusal } from '../toolchain/refusal.js';
import { parts } from './run/part.js';
import type { PartResult } from './run/part.js';
import { runPart } from './run/run-part.js';
import { setUp } from './run/set-up.js';

const checkout = join(import.meta.dirname, '..');
// With --long, lists that a usual run takes a sample of are run whole.
const isLong = process.argv.includes('--long');
if (isLong) process.env['TEST_LONG'] = '1';
const wanted = process.argv.slice(2).filter((word) => word !== '--long');
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${parts.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

try {
  await setUp();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exit(3);
}

const results: PartResult[] = [];
for (const part of parts.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n== ${part.name} ==`);
  results.push(await runPart(part, checkout));
}

const table = new Table({
  head: ['part', 'passed', 'failed', 'skipped', 'seconds'],
  style: { head: [], border: [] },
  colAligns: ['left', 'right', 'right', 'right', 'right'],
});
for (const { name, passed, failed, skipped, seconds } of results)
  table.push([name, passed, failed, skipped, seconds.toFixed(1)]);
console.log(`\n${table.toString()}`);
// By name at the end, where a person looks and what a CI keeps of a long output.
for (const { name, failures } of results) for (const failure of failures) console.log(`\nFAILED ${name}: ${failure}`);
if (results.some(({ failures }) => failures.length > 0)) console.log();
const sum = (key: 'passed' | 'failed' | 'skipped') => results.reduce((total, result) => total + result[key], 0);
const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
