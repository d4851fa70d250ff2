export interface LockEntry {
  /** Full address, such as `registry.terraform.io/kreuzwerker/docker`. */
  readonly address: string;
  readonly version: string;
  /** The version constraint, word for word as the stack has it: cdktf compares it. */
  readonly constraints: string;
  readonly hash: string;
}

const header = `# This file is written by synth for the provider that was built on this machine (toolchain/docker-provider.ts).\n`;
const block = /^provider "([^"]+)" \{\n[\s\S]*?^\}\n/gm;

/** A `.terraform.lock.hcl` with these entries; blocks of other providers in `existing` are kept. */
export function providerLock(existing: string, entries: readonly LockEntry[]): string {
  const blocks = new Map<string, string>();
  for (const match of existing.matchAll(block)) blocks.set(String(match[1]), match[0]);
  for (const entry of entries) blocks.set(entry.address, render(entry));
  const sorted = [...blocks].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [header, ...sorted.map(([, text]) => text)].join('\n');
}

function render({ address, version, constraints, hash }: LockEntry): string {
  return `provider "${address}" {
  version     = "${version}"
  constraints = "${constraints}"
  hashes = [
    "${hash}",
  ]
}
`;
}
