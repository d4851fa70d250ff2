import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where `npx cdktf` looks first for `terraform`. */
function link(checkout: string): string {
  return join(checkout, 'node_modules', '.bin', 'terraform');
}

/** Whether `npx cdktf` runs the OpenTofu that was built here. */
export function isLinked(checkout: string): boolean {
  return existsSync(link(checkout));
}

/** Makes `npx cdktf` find a program that was built here, without an environment variable. */
export function linkTerraform(checkout: string, program: string): void {
  mkdirSync(dirname(link(checkout)), { recursive: true });
  symlinkSync(program, link(checkout));
}

/** Takes the link away, so that a Terraform that has been installed since is found. */
export function unlinkTerraform(checkout: string): void {
  rmSync(link(checkout), { force: true });
}
