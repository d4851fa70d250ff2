import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { pgbouncerAdminUser } from '../constructs/tiers/pgbouncer.js';
import { port, tierHost } from '../constructs/topology.js';
import { clientSecrets } from './clients/client-secrets.js';
import { runClient } from './clients/client-container.js';
import { projectCommand, runCommand } from './command.js';
import { chooseStack, withStack, type StackChoice } from './stack-choice.js';

const command = withStack(
  projectCommand('npm run pgbouncer --', "Opens PgBouncer's console as its administrator, or sends one command."),
)
  .argument('[command...]', 'such as: show pools')
  .action(async (words: string[], options: StackChoice) => {
    const stack = chooseStack(options);
    const { facts } = stack;
    const secrets = await clientSecrets(stack, 'pgbouncer-console', {
      'pgbouncer-admin': { kind: 'password', password: 'pgbouncer-admin' },
    });
    const program = join(facts.directory, 'clients', 'pgbouncer-console.cjs');
    bundleConsole(program);
    const where = [tierHost('pgbouncer'), String(port('pgbouncer', 'sql')), pgbouncerAdminUser];
    process.exitCode = await runClient(stack, {
      image: 'node',
      secrets,
      program,
      command: ['node', '/program.cjs', ...where, ...words],
    });
  });
await runCommand(command);

function bundleConsole(path: string): void {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('clients/pgbouncer-console.ts', import.meta.url))],
    ...{ bundle: true, write: false, platform: 'node', target: 'node20', format: 'cjs', minify: true },
    ...{ legalComments: 'none', external: ['pg-native', '@colors/colors'], logLevel: 'error' },
  });
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o755 });
  writeFileSync(path, outputFiles[0]?.contents ?? '', { mode: 0o644 });
}
