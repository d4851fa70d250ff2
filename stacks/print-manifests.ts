import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { toManifests, type StackJson } from '../constructs/kubernetes/manifests.js';

/**
 * Prints a synthesized Kubernetes stack as YAML: `print-manifests.ts [--secrets] PROFILE`. With `--secrets` the Secrets are in it, read
 * from `.stacks/PROFILE/secrets`: pipe it to `kubectl apply --server-side -f -` and keep it out of files.
 */
const { values, positionals } = parseArgs({ options: { secrets: { type: 'boolean' } }, allowPositionals: true });
const [profile = 'production'] = positionals;
const readSecret = values.secrets === true ? (path: string) => readFileSync(path, 'utf8') : undefined;
const files = [`${profile}-namespace`, profile].map((stack) => join('cdktf.out', 'stacks', stack, 'cdk.tf.json'));
const missing = files.filter((file) => !existsSync(file));
if (missing.length > 0) {
  process.stderr.write(
    `${missing.join(' and ')} missing: run npm run synth first, for a profile with platform: kubernetes\n`,
  );
  process.exitCode = 2;
} else {
  const manifests = files.flatMap((file) =>
    toManifests(JSON.parse(readFileSync(file, 'utf8')) as StackJson, readSecret),
  );
  process.stdout.write(manifests.map((manifest) => stringify(manifest, { lineWidth: 0 })).join('---\n'));
}
