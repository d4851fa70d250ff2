import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { LocalFacts } from '../../../stacks/local-facts.js';
import { ensureTerraform } from '../../../toolchain/terraform.js';
import { secretsIn, type Needles } from './needles.js';

/** Every file below a stack's folder that is neither vault nor a secret file, nor a provider's program: path → text. */
export function filesAtRest({ directory, vault, secrets }: LocalFacts): Map<string, string> {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => ![vault, secrets].some((folder) => path.startsWith(`${folder}/`)))
    .filter((path) => !path.includes('/terraform.d/') && !path.includes('/providers/') && statSync(path).isFile());
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

/** The plan that Terraform makes of the stack as it is, as JSON: it has the state and the configuration in it. */
export async function planText(output: string): Promise<string> {
  const { program } = await ensureTerraform(() => {});
  const folder = await mkdtemp(join(tmpdir(), 'planetary-plan-'));
  try {
    const options = { cwd: join(output, 'stacks', 'local'), env: { CHECKPOINT_DISABLE: '1' } };
    const plan = join(folder, 'plan');
    await execa(program, ['plan', '-input=false', '-refresh=false', '-lock=false', `-out=${plan}`], options);
    return (await execa(program, ['show', '-json', plan], { ...options, maxBuffer: 1 << 28 })).stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names of the secrets that are in a layer of an image, or in what is said of it. They are input of grep, never arguments. */
export async function secretsInImages(images: readonly string[], needles: Needles): Promise<string[]> {
  const search =
    'exec 3<&0; docker save "$@" < /dev/null | grep --text --fixed-strings --only-matching --file=<(cat <&3)';
  const { stdout } = await execa('bash', ['-c', search, 'bash', ...images], {
    input: [...needles.values()].join('\n'),
    reject: false,
  });
  return secretsIn(stdout, needles);
}
