import { existsSync } from 'node:fs';
import Table from 'cli-table3';
import { describeCertificates, type DeployedCertificate } from '../../secrets/describe-certificates.js';
import { Refusal } from '../../toolchain/refusal.js';
import type { ChosenStack } from '../stack-choice.js';
import { paint } from '../terminal.js';
import { secretRequests } from './requests.js';

const colours = { valid: paint.green, expiring: paint.yellow, expired: paint.red } as const;

/**
 * The table of a stack's certificates. The authority, which all tiers have, is one line. Files that an earlier deploy with other settings
 * left, such as one with `--expose`, are in use nowhere and not shown.
 *
 * @throws Refusal when nothing was deployed.
 */
export function certificateReport(stack: ChosenStack): string {
  const { facts } = stack;
  if (!existsSync(facts.secrets)) throw new Refusal(`The stack ${facts.stack} has no certificates yet: npm start.`);
  const table = new Table({
    head: ['tier', 'file', 'name', 'for', 'ends', 'days left', 'state'],
    colAligns: ['left', 'left', 'left', 'left', 'left', 'right', 'left'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  const authorities = new Set<string>();
  const tiers = new Set(secretRequests(stack).map(({ tier }) => tier));
  for (const certificate of describeCertificates(facts.secrets)) {
    if (!tiers.has(certificate.tier)) continue;
    const isAuthority = certificate.uses.includes('authority');
    if (isAuthority && authorities.has(certificate.commonName)) continue;
    if (isAuthority) authorities.add(certificate.commonName);
    table.push(row(certificate, isAuthority ? 'every tier' : certificate.tier));
  }
  return `Stack ${facts.stack}\n${table.toString()}\n`;
}

function row({ file, commonName, uses, notAfter, daysLeft, state }: DeployedCertificate, tier: string): string[] {
  const end = notAfter.toISOString().slice(0, 10);
  return [tier, file, commonName, uses.join(', '), end, String(daysLeft), colours[state](state)];
}
