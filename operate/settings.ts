import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { profileJsonSchema } from '../config/json-schema.js';
import { settingsTables } from '../config/settings-table.js';
import { checkout } from '../toolchain/tools-directory.js';
import { projectCommand, runCommand } from './command.js';

const marker = '<!-- generated from config/schema.ts by npm run settings -->\n';

const command = projectCommand(
  'npm run settings --',
  'Writes config/schema.json and the tables of docs/settings.md from config/schema.ts.',
).action(async () => {
  const table = join(checkout, 'docs', 'settings.md');
  const [head] = readFileSync(table, 'utf8').split(marker);
  await write(join(checkout, 'config', 'schema.json'), profileJsonSchema());
  await write(table, `${head}${marker}\n${settingsTables()}`);
});
await runCommand(command);

async function write(filepath: string, text: string): Promise<void> {
  writeFileSync(filepath, await format(text, { ...(await resolveConfig(filepath)), filepath }));
}
