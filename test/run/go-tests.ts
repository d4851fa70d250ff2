import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

const checkout = join(import.meta.dirname, '..', '..');

/** Go code of our own; the other modules of `tools` only name somebody else's program. */
const modules = ['offline/cockroach-stand-in', 'tools/sql-parser'].filter((module) =>
  readdirSync(join(checkout, module), { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('_test.go')),
);

for (const module of modules) {
  const cwd = join(checkout, module);
  const vet = await execa('go', ['vet', './...'], { cwd, stdio: 'inherit', reject: false });
  const test = await execa('go', ['test', '-json', './...'], {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    reject: false,
  });
  if (vet.exitCode !== 0) process.stdout.write(`${JSON.stringify({ Action: 'fail', Test: `vet ${module}` })}\n`);
  if (vet.exitCode !== 0 || test.exitCode !== 0) process.exitCode = 1;
}
