import { join } from 'node:path';
import { execa } from 'execa';
import { buildGoProgram, type GoProgram } from './go-program.js';
import { Refusal } from './refusal.js';
import type { Report } from './report.js';
import { linkTerraform, unlinkTerraform } from './terraform-link.js';
import { checkout, toolsDirectory } from './tools-directory.js';
import { isAtLeast } from './version.js';

/** What the local stack needs; the production stack states its own minimum (`required_version`). CI runs 1.11. */
const minimumTerraform = '1.5.0';

/** Terraform or OpenTofu. */
export interface Terraform {
  /** Name on the path, or path, for `TERRAFORM_BINARY_NAME`. */
  readonly program: string;
  readonly product: 'Terraform' | 'OpenTofu';
  readonly version: string;
}

const openTofu: GoProgram = {
  module: 'opentofu',
  package: 'github.com/opentofu/opentofu/cmd/tofu',
  output: join(toolsDirectory(), 'bin', 'tofu'),
  duration: '4 minutes on two cores',
};

/** Asks a program what it is; undefined when it does not run or is neither of the two. */
export async function inspectTerraform(program: string): Promise<Terraform | undefined> {
  const [about, json] = await Promise.all([
    execa(program, ['version'], { reject: false }),
    execa(program, ['version', '-json'], { reject: false, stderr: 'ignore' }),
  ]);
  if (about.failed || json.failed) return undefined;
  return readVersion(program, about.stdout, json.stdout);
}

/** What `version` and `version -json` say; a warning may precede both. */
export function readVersion(program: string, about: string, json: string): Terraform | undefined {
  const product = /^(Terraform|OpenTofu) v/m.exec(about)?.[1] as Terraform['product'] | undefined;
  const version = /"terraform_version": "([^"]+)"/.exec(json)?.[1];
  return product === undefined || version === undefined ? undefined : { program, product, version };
}

/**
 * Terraform or OpenTofu of at least `minimumTerraform`: the one that `TERRAFORM_BINARY_NAME` names, else `terraform`, else `tofu` on the path, else
 * OpenTofu built on this machine.
 *
 * @throws Refusal when the named one does not fit, or OpenTofu has to be built and cannot be.
 */
export async function ensureTerraform(
  report: Report,
  named = process.env['TERRAFORM_BINARY_NAME'],
): Promise<Terraform> {
  unlinkTerraform(checkout);
  if (named) return requireNamed(named);
  const tooOld: string[] = [];
  for (const program of ['terraform', 'tofu']) {
    const found = await inspectTerraform(program);
    if (found && isAtLeast(found.version, minimumTerraform)) return found;
    if (found) tooOld.push(`${found.product} ${found.version}`);
  }
  const why =
    tooOld.length > 0
      ? `${tooOld.join(' and ')} on the path is older than ${minimumTerraform}`
      : 'no Terraform on the path';
  report(`${why}: OpenTofu is used instead, built on this machine`);
  const built = await buildOpenTofu(report);
  linkTerraform(checkout, built.program);
  return built;
}

/**
 * Builds OpenTofu unless it is built; the checksums in its `go.sum` are those of everything that goes into it.
 *
 * @throws Refusal when it cannot be built.
 */
export async function buildOpenTofu(report: Report): Promise<Terraform> {
  await buildGoProgram(openTofu, report);
  return requireNamed(openTofu.output);
}

async function requireNamed(program: string): Promise<Terraform> {
  const found = await inspectTerraform(program);
  if (found && isAtLeast(found.version, minimumTerraform)) return found;
  throw new Refusal(
    `TERRAFORM_BINARY_NAME is ${program}, which is ${found ? `${found.product} ${found.version}` : 'neither Terraform nor OpenTofu, or does not run'}; ` +
      `allowed are Terraform and OpenTofu of at least ${minimumTerraform}. Unset it, or name another program.`,
  );
}
