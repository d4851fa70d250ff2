import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import { stringify } from 'yaml';
import { toManifests, type StackJson } from '../constructs/kubernetes/manifests.js';
import { checkout } from '../toolchain/tools-directory.js';
import { Refusal } from '../toolchain/refusal.js';
import { projectCommand, runCommand } from './command.js';

const command = projectCommand(
  'npm run manifests --',
  'Prints a synthesized Kubernetes stack as plain manifests in YAML, for kubectl, Argo CD or Flux.',
)
  .addOption(
    new Option('--profile <name>', 'file of config/environments with platform: kubernetes; npx cdktf synth comes first')
      .env('PLANETARY_PROFILE')
      .default('production'),
  )
  .option('--secrets', 'with the Secrets in it: pipe it to kubectl apply --server-side -f -, and keep it out of files')
  .action(({ profile, secrets }: { readonly profile: string; readonly secrets?: boolean }) => {
    const readSecret = secrets === true ? (path: string) => readFileSync(path, 'utf8') : undefined;
    const files = [`${profile}-namespace`, profile].map((stack) => join('cdktf.out', 'stacks', stack, 'cdk.tf.json'));
    const missing = files.filter((file) => !existsSync(join(checkout, file)));
    if (missing.length > 0) {
      throw new Refusal(
        `${missing.join(' and ')} missing: run npm run synth first, for a profile with platform: kubernetes`,
      );
    }
    const manifests = files.flatMap((file) =>
      toManifests(JSON.parse(readFileSync(join(checkout, file), 'utf8')) as StackJson, readSecret),
    );
    process.stdout.write(manifests.map((manifest) => stringify(manifest, { lineWidth: 0 })).join('---\n'));
  });
await runCommand(command);
